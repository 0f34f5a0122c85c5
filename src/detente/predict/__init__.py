"""Events into forecasts."""
