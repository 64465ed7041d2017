internal import COpenCL

/// Finds the OpenCL devices of this machine.
package enum OpenCLDevices {
  /// All devices that can compile programs, in the order of their platforms.
  ///
  /// A machine without a driver has none; a device or platform that can't be asked is left out.
  package static func all() -> [OpenCLDevice] {
    var devices: [OpenCLDevice] = []
    for platform in platforms() {
      for handle in handles(of: platform) {
        let query = DeviceQuery(handle)
        guard
          let compiles = try? query.value(CL_DEVICE_COMPILER_AVAILABLE, as: cl_bool.self),
          let available = try? query.value(CL_DEVICE_AVAILABLE, as: cl_bool.self),
          compiles != 0, available != 0,
          let device = try? OpenCLDevice(handle, of: platform, index: devices.count)
        else { continue }
        devices.append(device)
      }
    }
    return devices
  }

  private static func platforms() -> [cl_platform_id] {
    var count: cl_uint = 0
    guard clGetPlatformIDs(0, nil, &count) == CL_SUCCESS, count > 0 else { return [] }
    var platforms = [cl_platform_id?](repeating: nil, count: Int(count))
    guard clGetPlatformIDs(count, &platforms, nil) == CL_SUCCESS else { return [] }
    return platforms.compactMap { $0 }
  }

  private static func handles(of platform: cl_platform_id) -> [cl_device_id] {
    var count: cl_uint = 0
    let type = stylize_cl_all_devices
    guard clGetDeviceIDs(platform, type, 0, nil, &count) == CL_SUCCESS, count > 0 else { return [] }
    var devices = [cl_device_id?](repeating: nil, count: Int(count))
    guard clGetDeviceIDs(platform, type, count, &devices, nil) == CL_SUCCESS else { return [] }
    return devices.compactMap { $0 }
  }
}
