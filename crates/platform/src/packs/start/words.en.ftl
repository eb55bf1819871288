# Words that only this county has, one a line, such as:
# label-veteran = Veteran
