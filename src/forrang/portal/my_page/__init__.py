"""«Min side»: what is an employee's own."""
