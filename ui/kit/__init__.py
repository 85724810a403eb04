"""What pages are built from: charts, blocks, levers, tables, theme and language."""
