"""Language models as optional readers and writers; nothing here runs unless a model is configured."""
