"""«Løfter»: what shall happen when somebody calls, whatever is changed."""
