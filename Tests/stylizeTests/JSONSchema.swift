import Foundation

/// Checks values against a JSON Schema (draft 2020-12), as far as the schemas of this project go.
struct JSONSchema {
  struct Violation: Error, CustomStringConvertible {
    var description: String
  }

  /// Says nothing about values, whatever stands there.
  private static let annotations: Set<String> = ["$schema", "title", "description", "$defs"]

  private let root: [String: Any]

  init(contentsOf url: URL) throws {
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
    guard let root = json as? [String: Any] else { throw Violation(description: "no object") }
    self.root = root
  }

  /// - Throws: ``Violation`` at the first difference, or for a keyword that is not known here.
  func check(_ value: Any) throws { try check(value, root, at: "$") }

  /// The values that `properties` allows for a property of one definition.
  func allowedValues(_ definition: String, _ property: String) -> [String]? {
    let definitions = root["$defs"] as? [String: Any]
    let properties = (definitions?[definition] as? [String: Any])?["properties"] as? [String: Any]
    return (properties?[property] as? [String: Any])?["enum"] as? [String]
  }

  private func check(_ value: Any, _ schema: [String: Any], at path: String) throws {
    func demand(_ holds: Bool, _ what: @autoclosure () -> String) throws {
      if !holds { throw Violation(description: "\(path): \(what())") }
    }
    for (keyword, argument) in schema where !Self.annotations.contains(keyword) {
      switch keyword {
      case "$ref":
        try check(value, try definition(argument), at: path)
      case "type":
        try demand(Self.isType(value, argument as? String), "\(value) is no \(argument)")
      case "const":
        try demand(Self.isSame(value, argument), "\(value) is not \(argument)")
      case "enum":
        let allowed = argument as? [Any] ?? []
        try demand(allowed.contains { Self.isSame(value, $0) }, "\(value) is none of \(allowed)")
      case "minimum", "maximum":
        guard let limit = argument as? Double, let number = value as? Double else { continue }
        try demand(
          keyword == "minimum" ? number >= limit : number <= limit, "\(number) beyond \(limit)")
      case "required":
        let object = value as? [String: Any] ?? [:]
        for name in argument as? [String] ?? [] {
          try demand(object[name] != nil, "'\(name)' is missing")
        }
      case "properties":
        let (object, properties) = (
          value as? [String: Any] ?? [:], argument as? [String: Any] ?? [:]
        )
        for (name, part) in object {
          if let schema = properties[name] as? [String: Any] {
            try check(part, schema, at: "\(path).\(name)")
          }
        }
      case "additionalProperties":
        try demand(argument as? Bool == false, "additionalProperties other than false")
        let known = Set((schema["properties"] as? [String: Any] ?? [:]).keys)
        let more = Set((value as? [String: Any] ?? [:]).keys).subtracting(known)
        try demand(more.isEmpty, "found \(more.sorted())")
      case "oneOf":
        let schemas = argument as? [[String: Any]] ?? []
        var reasons: [String] = []
        for schema in schemas {
          do { try check(value, schema, at: path) } catch { reasons.append("\(error)") }
        }
        let matching = schemas.count - reasons.count
        try demand(matching == 1, "\(matching) of oneOf fit: \(reasons.joined(separator: "; "))")
      default:
        throw Violation(description: "\(path): the keyword '\(keyword)' is not known here")
      }
    }
  }

  private func definition(_ reference: Any) throws -> [String: Any] {
    guard let name = (reference as? String)?.split(separator: "/").last,
      let definition = (root["$defs"] as? [String: Any])?[String(name)] as? [String: Any]
    else { throw Violation(description: "\(reference) leads nowhere") }
    return definition
  }

  private static func isType(_ value: Any, _ type: String?) -> Bool {
    let isBoolean = (value as? NSNumber).map(Self.isBoolean) ?? false
    switch type {
    case "object": return value is [String: Any]
    case "array": return value is [Any]
    case "string": return value is String
    case "boolean": return isBoolean
    case "number": return value is NSNumber && !isBoolean
    case "integer":
      return !isBoolean
        && (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
    default: return false
    }
  }

  private static func isSame(_ first: Any, _ second: Any) -> Bool {
    (first as? NSObject).map { $0.isEqual(second) } ?? false
  }

  /// JSON's true and false come as numbers of this type.
  private static func isBoolean(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
  }
}
