"""The desk for assistants, by the Model Context Protocol: what /v1 answers, with documents as quotation."""
