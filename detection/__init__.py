"""What the suite finds of a change that it is told nothing about: defects of the past, and lines of the model mutated."""
