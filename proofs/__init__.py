"""How properties are shown: symbolic runs of the model, obligations, certificates, their checker, and refutation."""
