// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// Listed from top to bottom: a target imports only targets below it.
let package = Package(
  name: "stylize",
  products: [
    .library(name: "StylizeKit", targets: ["StylizeKit"]),
    .executable(name: "stylize", targets: ["stylize"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .executableTarget(
      name: "stylize",
      dependencies: [
        "BatchProcessing", "ContactSheets", "Devices", "Engine", "Files", "FolderWatching",
        "ImageIO", "ModelImport", "Networks", "StyleLibrary", "StyleTransfer", "StylizeKit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "stylize-bench",
      dependencies: [
        "CKernels", "CPUBackend", "Engine", "ModelImport", "Networks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "stylize-bench-opencl",
      dependencies: [
        "CPUBackend", "Engine", "Networks", "OpenCLBackend",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "stylize-fuzz",
      dependencies: [
        "CPUBackend", "Engine", "Files", "ImageIO", "ModelImport", "Networks", "StyleLibrary",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(
      name: "StylizeKit",
      dependencies: [
        "BatchProcessing", "ContactSheets", "Devices", "Engine", "Files", "FolderWatching",
        "ImageIO", "ModelImport", "Networks", "StyleLibrary", "StyleTransfer",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),

    .target(
      name: "FolderWatching",
      dependencies: [
        "BatchProcessing", "Engine", "Files", "ImageIO", "StyleLibrary", "StyleTransfer",
      ],
      swiftSettings: strict),
    .target(
      name: "BatchProcessing",
      dependencies: [
        "Devices", "Engine", "Files", "ImageIO", "Networks", "StyleLibrary", "StyleTransfer",
      ],
      swiftSettings: strict),
    .target(
      name: "ContactSheets",
      dependencies: [
        "Devices", "Engine", "Files", "ImageIO", "Networks", "StyleLibrary", "StyleTransfer",
      ],
      swiftSettings: strict),
    .target(
      name: "StyleTransfer",
      dependencies: ["Devices", "Engine", "Files", "ImageIO", "Networks", "StyleLibrary"],
      swiftSettings: strict),
    .target(
      name: "Devices",
      dependencies: ["CPUBackend", "Engine", "Files", "Networks", "OpenCLBackend"],
      swiftSettings: strict),

    .target(
      name: "CPUBackend", dependencies: ["Engine", "Files", "Networks", "CKernels", "COpenBLAS"],
      swiftSettings: strict),
    .target(
      name: "OpenCLBackend",
      dependencies: [
        "Engine", "Files", "Networks", "CLKernels", "COpenCL",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),
    .target(name: "Engine", dependencies: ["CFiles", "Files", "Networks"], swiftSettings: strict),
    .target(
      name: "ModelImport",
      dependencies: [
        "Files", "Networks", "StyleLibrary",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["ONNX/onnx.proto"], swiftSettings: strict),
    .target(
      name: "StyleLibrary",
      dependencies: [
        "Files", "Networks", .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict),
    .target(name: "Networks", swiftSettings: strict),
    .target(name: "ImageIO", dependencies: ["CFiles", "CVips", "Files"], swiftSettings: strict),

    // Files of users, the system's errors and threads.
    .target(
      name: "Files",
      dependencies: ["CFiles", "CGLib", .product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: strict),

    .target(name: "CFiles"),
    .target(name: "CKernels"),
    .target(name: "CLKernels", exclude: ["kernels"]),
    // Needs the headers of ocl-icd-opencl-dev; the library is looked for when the program runs.
    .target(name: "COpenCL"),
    .systemLibrary(name: "CGLib", pkgConfig: "glib-2.0", providers: [.apt(["libvips-dev"])]),
    .systemLibrary(name: "CVips", pkgConfig: "vips", providers: [.apt(["libvips-dev"])]),
    // The library is looked for when the program first multiplies by it.
    .target(name: "COpenBLAS"),

    .target(
      name: "Reference", dependencies: ["Engine", "Networks"], path: "Tests/Reference",
      swiftSettings: strict),
    .testTarget(
      name: "FilesTests",
      dependencies: ["Files", .product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: strict),
    .testTarget(
      name: "ImageIOTests", dependencies: ["Files", "ImageIO"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(name: "NetworksTests", dependencies: ["Networks"], swiftSettings: strict),
    .testTarget(
      name: "StyleLibraryTests", dependencies: ["StyleLibrary", "Files"], swiftSettings: strict),
    .testTarget(
      name: "ModelImportTests",
      dependencies: [
        "Files", "ModelImport", "StyleLibrary", "Networks", "Engine", "CPUBackend", "Reference",
      ],
      exclude: [
        "Fixtures", "adapters.py", "reference.py", "checkpoints.py", "onnx_models.py",
        "tensorflow_models.py",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "EngineTests", dependencies: ["Engine", "Networks", "CPUBackend", "Reference"],
      swiftSettings: strict),
    .testTarget(
      name: "CPUBackendTests",
      dependencies: ["CPUBackend", "Engine", "Networks", "CKernels", "Reference"],
      swiftSettings: strict),
    .testTarget(
      name: "OpenCLBackendTests",
      dependencies: [
        "OpenCLBackend", "CPUBackend", "Engine", "Files", "ModelImport", "Networks", "Reference",
        "StyleLibrary", "stylize-bench-opencl",
      ],
      swiftSettings: strict),
    .target(
      name: "Fakes", dependencies: ["Engine", "Files", "ImageIO", "Networks", "StyleTransfer"],
      path: "Tests/Fakes", swiftSettings: strict),
    .testTarget(
      name: "StyleTransferTests",
      dependencies: [
        "CPUBackend", "Devices", "Engine", "Fakes", "Files", "ImageIO", "Networks", "Reference",
        "StyleTransfer",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "BatchProcessingTests",
      dependencies: [
        "BatchProcessing", "Engine", "Fakes", "Files", "ImageIO", "Reference", "StyleTransfer",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "FolderWatchingTests",
      dependencies: [
        "BatchProcessing", "Fakes", "Files", "FolderWatching", "ImageIO", "StyleTransfer",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "StylizeKitTests",
      dependencies: [
        "BatchProcessing", "ContactSheets", "Devices", "Engine", "Files", "FolderWatching",
        "ImageIO", "ModelImport", "Networks", "Reference", "StyleLibrary", "StyleTransfer",
        "StylizeKit",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "stylizeTests",
      dependencies: ["stylize", "Files", "Networks", "Reference", "StyleLibrary"],
      exclude: ["Fixtures"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// The plugin makes the pages of the library; nobody needs it to build or to use the package.
if Context.environment["STYLIZE_DOCS"] == "1" {
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
