"""The course: exercises that answer back, editions of the lessons, slides, and the measure of what was learned."""
