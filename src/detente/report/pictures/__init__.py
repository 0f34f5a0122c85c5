"""Pictures of relations, forecasts and their record: `marks` says what one is made of, `canvas` draws it."""
