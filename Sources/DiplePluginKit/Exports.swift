@_exported public import DipleAnnotations
@_exported public import DipleLanguage
@_exported public import DipleText
