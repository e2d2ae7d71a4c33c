"""Vector charts, drawn once for PDF, web page and screen.

Each function takes plain names and numbers and returns a reportlab `Drawing`.
Every bar and cell carries its number, so a chart reads the same in greyscale;
a withheld number is drawn as a word, never as a length.
"""
