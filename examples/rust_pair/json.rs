//! As much of JSON as recordings need: no fractions, and integers kept as their digits.

use std::collections::BTreeMap;
use std::fmt;

#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    Null,
    Flag(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

impl Json {
    /// The value of a line; the message says what was expected and at which byte.
    pub fn parse(line: &str) -> Result<Json, String> {
        let mut reader = Reader {
            bytes: line.as_bytes(),
            at: 0,
        };
        let value = reader.value()?;
        reader.space();
        if reader.at < line.len() {
            return Err(reader.expected("the end of the line"));
        }
        Ok(value)
    }

    /// A member of an object.
    pub fn get(&self, name: &str) -> Result<&Json, String> {
        match self {
            Json::Object(members) => members.get(name).ok_or(format!("there is no {name:?}")),
            _ => Err(format!("there is no {name:?}: this is no object")),
        }
    }

    /// The text, or the digits of a number: recordings write large integers as text.
    pub fn digits(&self) -> Result<&str, String> {
        match self {
            Json::Number(text) | Json::Text(text) => Ok(text),
            other => Err(format!("expected an integer, got {other}")),
        }
    }

    pub fn flag(&self) -> Result<bool, String> {
        match self {
            Json::Flag(value) => Ok(*value),
            other => Err(format!("expected true or false, got {other}")),
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self) -> Result<Json, String> {
        self.space();
        match self.bytes.get(self.at) {
            Some(b'n') => self.word("null", Json::Null),
            Some(b't') => self.word("true", Json::Flag(true)),
            Some(b'f') => self.word("false", Json::Flag(false)),
            Some(b'"') => Ok(Json::Text(self.text()?)),
            Some(b'-' | b'0'..=b'9') => Ok(Json::Number(self.number())),
            Some(b'[') => Ok(Json::List(self.members(b']', Reader::value)?)),
            Some(b'{') => Ok(Json::Object(self.members(b'}', Reader::member)?.into_iter().collect())),
            _ => Err(self.expected("a value")),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, String> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err(self.expected(word));
        }
        self.at += word.len();
        Ok(value)
    }

    fn text(&mut self) -> Result<String, String> {
        let start = self.at + 1;
        let Some(length) = self.bytes[start..].iter().position(|&byte| byte == b'"') else {
            return Err(self.expected("the end of a text"));
        };
        let text = &self.bytes[start..start + length];
        if text.contains(&b'\\') {
            return Err(self.expected("a text without escapes"));
        }
        self.at = start + length + 1;
        String::from_utf8(text.to_vec()).map_err(|_| self.expected("UTF-8"))
    }

    fn number(&mut self) -> String {
        let start = self.at;
        while matches!(self.bytes.get(self.at), Some(b'-' | b'0'..=b'9')) {
            self.at += 1;
        }
        String::from_utf8_lossy(&self.bytes[start..self.at]).into_owned()
    }

    fn member(&mut self) -> Result<(String, Json), String> {
        self.space();
        if self.bytes.get(self.at) != Some(&b'"') {
            return Err(self.expected("a name"));
        }
        let name = self.text()?;
        self.space();
        if self.bytes.get(self.at) != Some(&b':') {
            return Err(self.expected("a colon"));
        }
        self.at += 1;
        Ok((name, self.value()?))
    }

    fn members<T>(&mut self, end: u8, each: fn(&mut Self) -> Result<T, String>) -> Result<Vec<T>, String> {
        self.at += 1;
        let mut found = Vec::new();
        loop {
            self.space();
            if found.is_empty() && self.bytes.get(self.at) == Some(&end) {
                self.at += 1;
                return Ok(found);
            }
            found.push(each(self)?);
            self.space();
            match self.bytes.get(self.at) {
                Some(b',') => self.at += 1,
                Some(byte) if *byte == end => {
                    self.at += 1;
                    return Ok(found);
                }
                _ => return Err(self.expected("a comma or an end")),
            }
        }
    }

    fn space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn expected(&self, what: &str) -> String {
        format!("expected {what} at byte {}", self.at + 1)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Json::Null => out.write_str("null"),
            Json::Flag(value) => write!(out, "{value}"),
            Json::Number(digits) => out.write_str(digits),
            Json::Text(text) => write!(out, "{text:?}"),
            Json::List(values) => {
                let told: Vec<String> = values.iter().map(Json::to_string).collect();
                write!(out, "[{}]", told.join(","))
            }
            Json::Object(members) => {
                let told: Vec<String> = members
                    .iter()
                    .map(|(name, value)| format!("{name:?}:{value}"))
                    .collect();
                write!(out, "{{{}}}", told.join(","))
            }
        }
    }
}
