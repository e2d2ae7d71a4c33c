"""Looking for words in visits, and narrowing lists of visits down."""
