"use strict";
(() => {
  const form = document.getElementById("filters");
  const table = document.getElementById("table");
  const shown = document.getElementById("shown");
  const text = document.getElementById("filter-text");
  const choices = Array.from(form.querySelectorAll("select[data-filter]"));
  const rows = Array.from(table.tBodies[0].rows, (row) => ({ row, words: row.textContent.toLowerCase() }));

  const apply = () => {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, words } of rows) {
      const chosen = choices.every((each) => !each.value || row.dataset[each.dataset.filter] === each.value);
      row.hidden = !(chosen && wanted.every((word) => words.includes(word)));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count} of ${rows.length} properties`;
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.hidden = false;
  apply();
})();
