// Whoever imports StylizeKit speaks of paths, formats, limits, packs and jobs as it does.
@_exported public import BatchProcessing
@_exported public import ContactSheets
@_exported public import Devices
@_exported public import Files
@_exported public import FolderWatching
@_exported public import ImageIO
@_exported public import ModelImport
@_exported public import StyleLibrary
@_exported public import StyleTransfer

/// What paints pictures in one look.
public typealias Stylizer = BatchProcessor
