"""«Prøv det»: real calls between invented people, in the demo alone."""
