import DiplePipeline
import DiplePluginKit

extension LanguageServer {
  /// The value of a date that counts from the day of a text which nothing tells, were the text written today; nil for any other.
  func valueIfWrittenToday(_ annotation: Annotation, _ view: View, _ uri: String) -> String? {
    let document = view.analysis.document
    guard view.analysis.date == nil, annotation.kind == "date", annotation["value"] == nil, let today = today(),
      let paragraph = document.paragraph(annotation.place.paragraph),
      let text = Document(bytes: document.prose(of: paragraph))
    else { return nil }
    let analysis = pipeline(for: uri, view.options).limited(to: ["date"])
      .run(text, date: DocumentDate(today, from: .option))
    return analysis.annotations.first { $0.kind == "date" && analysis.span($0) == annotation.place.span }?
      .string("value")
  }
}
