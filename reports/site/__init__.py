"""The auditor's report as a site: pages that need no network, made from the report, the certificates and the model."""
