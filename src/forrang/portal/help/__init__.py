"""«Hjelp» and «Tilgjengelighet»: how things are done here, and who can use the pages."""
