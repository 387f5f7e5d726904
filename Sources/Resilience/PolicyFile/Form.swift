import Primitives

/// How one kind of value looks in a policy file: read strictly, written completely, described as JSON
/// Schema, all from one declaration.
package struct Leaf<Value>: Sendable {
  package let schema: PolicyValue
  package let read: @Sendable (PolicyValue, String) throws(PolicyFileError) -> Value
  package let write: @Sendable (Value) -> PolicyValue

  package init(
    schema: PolicyValue, read: @escaping @Sendable (PolicyValue, String) throws(PolicyFileError) -> Value,
    write: @escaping @Sendable (Value) -> PolicyValue
  ) {
    self.schema = schema
    self.read = read
    self.write = write
  }
}

extension Leaf {
  package static func refused(_ value: PolicyValue, _ path: String, allowed: String) -> PolicyFileError {
    let shown: String
    switch value {
    case .bool, .integer, .number, .string: shown = value.json
    case .null, .array, .object: shown = value.kind
    }
    return PolicyFileError(path, "\(shown) is not allowed here; allowed: \(allowed)")
  }
}

extension Leaf where Value == Duration {
  /// Milliseconds; a fraction counts down to the nanosecond.
  package static func milliseconds(atLeast least: Int64 = 0) -> Leaf {
    Leaf(
      schema: .object(["type": .string("number"), "minimum": .integer(least)]),
      read: { value, path throws(PolicyFileError) in
        let allowed = least == 0 ? "milliseconds, not negative" : "milliseconds, at least \(least)"
        guard let number = value.double, number >= Double(least), number <= 9e17 else {
          throw refused(value, path, allowed: allowed)
        }
        if let whole = value.int64 { return .milliseconds(whole) }
        return .nanoseconds(Int64(saturating: (number * 1e6).rounded()))
      },
      write: { duration in
        let nanoseconds = duration.exactNanoseconds
        let whole = Int64(saturating: nanoseconds / 1e6)
        return Duration.milliseconds(whole) == duration ? .integer(whole) : .number(nanoseconds / 1e6)
      })
  }
}

extension Leaf where Value == Int {
  package static func whole(_ range: ClosedRange<Int>) -> Leaf {
    let allowed =
      range.upperBound == .max
      ? "a whole number, at least \(range.lowerBound)"
      : "a whole number in \(range.lowerBound)...\(range.upperBound)"
    return Leaf(
      schema: .object([
        "type": .string("integer"), "minimum": .integer(Int64(range.lowerBound)),
        "maximum": .integer(Int64(range.upperBound)),
      ]),
      read: { value, path throws(PolicyFileError) in
        guard let whole = value.int, range.contains(whole) else {
          throw refused(value, path, allowed: allowed)
        }
        return whole
      },
      write: { .integer(Int64($0)) })
  }
}

extension Leaf where Value == Double {
  package static func number(_ range: ClosedRange<Double>) -> Leaf {
    let allowed =
      range.upperBound == .infinity
      ? "a number, at least \(range.lowerBound)" : "a number in \(range.lowerBound)...\(range.upperBound)"
    var schema: [String: PolicyValue] = ["type": .string("number"), "minimum": .number(range.lowerBound)]
    if range.upperBound.isFinite { schema["maximum"] = .number(range.upperBound) }
    return Leaf(
      schema: .object(schema),
      read: { value, path throws(PolicyFileError) in
        guard let number = value.double, range.contains(number) else {
          throw refused(value, path, allowed: allowed)
        }
        return number
      },
      write: { Int64(exactly: $0).map { .integer($0) } ?? .number($0) })
  }
}

extension Leaf where Value == Bool {
  package static var flag: Leaf {
    Leaf(
      schema: .object(["type": .string("boolean")]),
      read: { value, path throws(PolicyFileError) in
        guard let flag = value.bool else { throw refused(value, path, allowed: "true, false") }
        return flag
      },
      write: { .bool($0) })
  }
}

extension Leaf where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  /// One of the names of an enum.
  package static var choice: Leaf {
    let names = Value.allCases.map(\.rawValue)
    return Leaf(
      schema: .object(["enum": .array(names.map { .string($0) })]),
      read: { value, path throws(PolicyFileError) in
        guard let name = value.string, let choice = Value(rawValue: name) else {
          throw refused(value, path, allowed: names.joined(separator: ", "))
        }
        return choice
      },
      write: { .string($0.rawValue) })
  }
}

extension Leaf {
  package static func list<Element>(_ element: Leaf<Element>) -> Leaf where Value == [Element] {
    Leaf(
      schema: .object(["type": .string("array"), "items": element.schema]),
      read: { value, path throws(PolicyFileError) in
        guard let values = value.array else { throw refused(value, path, allowed: "a list") }
        var list: [Element] = []
        for (index, value) in values.enumerated() {
          list.append(try element.read(value, "\(path)[\(index)]"))
        }
        return list
      },
      write: { .array($0.map(element.write)) })
  }

  /// An object by free names.
  package static func named<Element>(_ element: Leaf<Element>) -> Leaf where Value == [String: Element] {
    Leaf(
      schema: .object(["type": .string("object"), "additionalProperties": element.schema]),
      read: { value, path throws(PolicyFileError) in
        guard let members = value.object else { throw refused(value, path, allowed: "an object") }
        var named: [String: Element] = [:]
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
          named[name] = try element.read(value, path.isEmpty ? name : "\(path).\(name)")
        }
        return named
      },
      write: { .object($0.mapValues(element.write)) })
  }

  /// An object whose missing keys are as in `base`.
  package static func form(_ form: Form<Value>, base: Value) -> Leaf where Value: Sendable {
    Leaf(
      schema: form.schema,
      read: { value, path throws(PolicyFileError) in
        var root = base
        try form.read(value, path, into: &root)
        return root
      },
      write: { form.write($0) })
  }

  /// One of several forms, told apart by the key `tag`.
  package static func variants(_ tag: String, _ variants: [Variant<Value>]) -> Leaf {
    Leaf(
      schema: .object([
        "oneOf": .array(
          variants.map { variant in
            guard case .object(var schema) = variant.leaf.schema else { return variant.leaf.schema }
            var properties = schema["properties"]?.object ?? [:]
            properties[tag] = .object(["const": .string(variant.name)])
            schema["properties"] = .object(properties)
            schema["required"] = .array([.string(tag)])
            return .object(schema)
          })
      ]),
      read: { value, path throws(PolicyFileError) in
        guard case .object(var members) = value else { throw refused(value, path, allowed: "an object") }
        let name = members.removeValue(forKey: tag)
        guard let variant = variants.first(where: { $0.name == name?.string }) else {
          let allowed = variants.map(\.name).joined(separator: ", ")
          throw refused(name ?? .null, path.isEmpty ? tag : "\(path).\(tag)", allowed: allowed)
        }
        return try variant.leaf.read(.object(members), path)
      },
      write: { value in
        for variant in variants where variant.holds(value) {
          guard case .object(var members) = variant.leaf.write(value) else { continue }
          members[tag] = .string(variant.name)
          return .object(members)
        }
        preconditionFailure("no variant of '\(tag)' holds \(value)")
      })
  }
}

/// One of the forms a value may take.
package struct Variant<Value>: Sendable {
  package let name: String
  package let leaf: Leaf<Value>
  package let holds: @Sendable (Value) -> Bool

  /// `embed` and `extract` go between the form's type and the value's case.
  package init<Part: Sendable>(
    _ name: String, _ form: Form<Part>, base: Part, embed: @escaping @Sendable (Part) -> Value,
    extract: @escaping @Sendable (Value) -> Part?
  ) {
    self.name = name
    leaf = Leaf(
      schema: form.schema,
      read: { value, path throws(PolicyFileError) in
        var part = base
        try form.read(value, path, into: &part)
        return embed(part)
      },
      write: { extract($0).map { form.write($0) } ?? .null })
    holds = { extract($0) != nil }
  }
}

/// The keys of an object in a policy file, each bound to a property.
package struct Form<Root>: Sendable {
  package struct Field: Sendable {
    let name: String
    let schema: PolicyValue
    let read: @Sendable (PolicyValue, String, inout Root) throws(PolicyFileError) -> Void
    let write: @Sendable (Root) -> PolicyValue
  }

  private var fields: [Field] = []
  private var checks: [@Sendable (Root) -> (key: String, problem: String)?] = []
  private var ends: [@Sendable (inout Root, String) throws(PolicyFileError) -> Void] = []

  package init() {}

  package func key<Value>(
    _ name: String, _ property: any WritableKeyPath<Root, Value> & Sendable, _ leaf: Leaf<Value>
  ) -> Form {
    var form = self
    form.fields.append(
      Field(
        name: name, schema: leaf.schema,
        read: { value, path, root throws(PolicyFileError) in
          root[keyPath: property] = try leaf.read(value, path)
        }, write: { leaf.write($0[keyPath: property]) }))
    return form
  }

  /// A key that may be missing, or null for none; none is written as null.
  package func optional<Value>(
    _ name: String, _ property: any WritableKeyPath<Root, Value?> & Sendable, _ leaf: Leaf<Value>
  ) -> Form {
    var form = self
    form.fields.append(
      Field(
        name: name, schema: .object(["anyOf": .array([leaf.schema, .object(["type": .string("null")])])]),
        read: { value, path, root throws(PolicyFileError) in
          root[keyPath: property] = value == .null ? nil : try leaf.read(value, path)
        }, write: { $0[keyPath: property].map(leaf.write) ?? .null }))
    return form
  }

  /// A combination that is impossible: `problem` says so, at the key it names.
  package func check(_ problem: @escaping @Sendable (Root) -> (key: String, problem: String)?) -> Form {
    var form = self
    form.checks.append(problem)
    return form
  }

  /// What follows from several keys together, when all are read.
  package func settle(
    _ end: @escaping @Sendable (inout Root, String) throws(PolicyFileError) -> Void
  ) -> Form {
    var form = self
    form.ends.append(end)
    return form
  }

  package var schema: PolicyValue {
    var properties: [String: PolicyValue] = [:]
    for field in fields { properties[field.name] = field.schema }
    return .object([
      "type": .string("object"), "additionalProperties": .bool(false), "properties": .object(properties),
    ])
  }

  package func read(_ value: PolicyValue, _ path: String, into root: inout Root) throws(PolicyFileError) {
    guard let members = value.object else {
      throw Leaf<Root>.refused(value, path, allowed: "an object with \(names)")
    }
    func inside(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
    for key in members.keys.sorted() where !fields.contains(where: { $0.name == key }) {
      throw PolicyFileError(inside(key), "no such key; allowed: \(names)")
    }
    for field in fields {
      guard let value = members[field.name] else { continue }
      try field.read(value, inside(field.name), &root)
    }
    for check in checks {
      if let (key, problem) = check(root) { throw PolicyFileError(inside(key), problem) }
    }
    for end in ends { try end(&root, path) }
  }

  package func write(_ root: Root) -> PolicyValue {
    var members: [String: PolicyValue] = [:]
    for field in fields { members[field.name] = field.write(root) }
    return .object(members)
  }

  private var names: String { fields.map(\.name).sorted().joined(separator: ", ") }
}
