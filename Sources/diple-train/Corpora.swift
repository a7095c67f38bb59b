import DipleLanguage
import Foundation

/// The treebanks that the language layer is trained and measured on, in a folder of corpora.
///
/// Only what may be passed on once it is learned: UD English EWT, and of GUM the genres whose texts are open. Their sources and licences
/// stand in `language.sources.txt`.
struct Corpora {
  /// The folder.
  let folder: String

  /// To learn from.
  func training() throws -> [TreebankSentence] {
    try read(["ud_ewt/train.conllu", "gum/dep/train.ccby.conllu", "gum/dep/train.sa.conllu"])
  }

  /// To measure on while working: never learned from.
  func development() throws -> [(name: String, sentences: [TreebankSentence])] {
    [
      ("EWT dev", try read(["ud_ewt/dev.conllu"])),
      ("GUM dev", try read(["gum/dep/dev.ccby.conllu", "gum/dep/dev.sa.conllu"])),
    ]
  }

  /// The sentences of some files; documents are numbered through.
  private func read(_ files: [String]) throws -> [TreebankSentence] {
    var all: [TreebankSentence] = []
    for file in files {
      let before = all.last?.document ?? 0
      all += try Treebank.sentences(folder + "/" + file).map { sentence in
        var sentence = sentence
        sentence.document += before
        return sentence
      }
    }
    return all
  }
}
