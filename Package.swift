// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// Listed from the top of the house to the bottom: a room imports only rooms below it.
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
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .executableTarget(
      name: "stylize",
      dependencies: [
        "StylizeKit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "stylize-bench",
      dependencies: [
        "CKernels", "CPUBackend", "Engine", "Models", "Networks",
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
        "CPUBackend", "Engine", "Images", "Models", "Networks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(
      name: "StylizeKit",
      dependencies: [
        "Images", "Models", "Networks", "Engine", "CPUBackend", "OpenCLBackend",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),

    .target(name: "Images", dependencies: ["CVips"], swiftSettings: strict),
    .target(
      name: "CPUBackend", dependencies: ["Engine", "Networks", "CKernels", "COpenBLAS"],
      swiftSettings: strict),
    .target(
      name: "OpenCLBackend", dependencies: ["Engine", "Networks", "CLKernels", "COpenCL"],
      swiftSettings: strict),
    .target(name: "Engine", dependencies: ["Networks"], swiftSettings: strict),
    .target(
      name: "Models",
      dependencies: ["Networks", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
      exclude: ["Import/ONNX/onnx.proto"], swiftSettings: strict),
    .target(name: "Networks", swiftSettings: strict),

    .target(name: "CKernels"),
    .target(name: "CLKernels", exclude: ["kernels"]),
    // Needs the headers of ocl-icd-opencl-dev; the library is looked for when the program runs.
    .target(name: "COpenCL"),
    .systemLibrary(name: "CVips", pkgConfig: "vips", providers: [.apt(["libvips-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),

    .target(
      name: "Reference", dependencies: ["Engine", "Networks"], path: "Tests/Reference",
      swiftSettings: strict),
    .testTarget(name: "NetworksTests", dependencies: ["Networks"], swiftSettings: strict),
    .testTarget(
      name: "ModelsTests", dependencies: ["Models", "Networks", "Engine", "CPUBackend"],
      exclude: [
        "Fixtures", "adapters.py", "reference.py", "checkpoints.py", "onnx_models.py", "tensorflow_models.py",
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
        "OpenCLBackend", "CPUBackend", "Engine", "Models", "Networks", "Reference",
        "stylize-bench-opencl",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ImagesTests", dependencies: ["Images"], exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "StylizeKitTests",
      dependencies: ["StylizeKit", "Engine", "Images", "Networks", "Models"],
      swiftSettings: strict),
    .testTarget(
      name: "stylizeTests", dependencies: ["stylize", "Models", "Networks"], exclude: ["Fixtures"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
