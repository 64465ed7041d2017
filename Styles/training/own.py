def draw(name):
    raise ValueError(name)
