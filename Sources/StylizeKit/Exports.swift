// Whoever imports StylizeKit speaks of paths, formats, limits and packs as it does.
@_exported public import Images
@_exported public import Models
