package import Files

/// An error in a request or in one of its inputs, found before any picture is opened.
package enum JobError: Error, Hashable {
  case missingInput(path: Path)
  case unreadableFolder(path: Path, reason: Cause)
  case noPictures(folder: Path)
  /// Several inputs, or a folder, were given an output that is no folder.
  case outputIsNoFolder(path: Path, inputs: Int)
  case outputHasNoSuffix(path: Path)
  /// The output's suffix contradicts the requested format, as in `--format png` for `out.jpg`.
  case formatsDiffer(path: Path, named: String, asked: String)
  case inputIsOutput(path: Path)
  case clash(input: Path, other: Path, output: Path)
  case badTemplate(text: String, reason: String)
  /// The template needs the photograph's size, which can't be read.
  case sizeUnknown(reason: String)
  /// The input is an unfinished output that a killed process left behind.
  case unfinishedOutput(path: Path)
}

extension JobError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingInput(let path):
      "\(path): no such file or folder"
    case .unreadableFolder(let path, let reason):
      "\(path): the folder can't be read: \(reason)"
    case .noPictures(let folder):
      "\(folder): found no pictures in this folder"
    case .outputIsNoFolder(let path, let inputs):
      "\(path): found a file, expected a folder for \(inputs == 1 ? "the pictures of a folder" : "\(inputs) inputs")"
    case .outputHasNoSuffix(let path):
      "\(path): found no suffix, expected one such as .jpg or .png, or a folder"
    case .formatsDiffer(let path, let named, let asked):
      "\(path): found the suffix \(named) and the format \(asked), expected one of them"
    case .inputIsOutput(let path):
      "\(path): would be both photograph and painting; name another output"
    case .clash(let input, let other, let output):
      "\(input): would be painted to \(output), and so would \(other)"
    case .badTemplate(let text, let reason):
      "output template '\(text)': \(reason)"
    case .sizeUnknown(let reason):
      reason
    case .unfinishedOutput(let path):
      "\(path): is an unfinished painting, expected a photograph"
    }
  }
}
