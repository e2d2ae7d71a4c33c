"""Expenses and mileage, for those who claim them and for who approves them."""
