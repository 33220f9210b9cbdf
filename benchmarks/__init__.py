"""Speed and size, by ratio where there is something to compare with. Reported, never asserted in tests."""
