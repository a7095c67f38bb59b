/// Letters with accents as LaTeX writes them: `\'e`, `\"{o}`, `\v{c}`.
enum LaTeXAccents {
  /// The letter that an accent makes of another; nil where there is none.
  static func compose(_ accent: UInt8, _ letter: UInt8) -> UInt32? { table[UInt16(accent) << 8 | UInt16(letter)] }

  /// The accent and, in turn, letters without and with it.
  private static let rows = """
    ' aáeéiíoóuúyýcćnńsśzźrŕlĺAÁEÉIÍOÓUÚYÝCĆNŃSŚZŹRŔLĹ
    ` aàeèiìoòuùAÀEÈIÌOÒUÙ
    ^ aâeêiîoôuûcĉgĝhĥjĵsŝwŵyŷAÂEÊIÎOÔUÛCĈGĜHĤJĴSŜWŴYŶ
    " aäeëiïoöuüyÿAÄEËIÏOÖUÜYŸ
    ~ aãnñoõiĩuũAÃNÑOÕIĨUŨ
    = aāeēiīoōuūAĀEĒIĪOŌUŪ
    . cċeėgġzżIİCĊEĖGĠZŻ
    c cçsşgģkķlļnņrŗtţCÇSŞGĢKĶLĻNŅRŖTŢ
    v cčsšzžeěrřnňdďtťgǧlľCČSŠZŽEĚRŘNŇDĎTŤGǦLĽ
    u aăeĕgğiĭoŏuŭAĂEĔGĞIĬOŎUŬ
    H oőuűOŐUŰ
    r aåuůAÅUŮ
    k aąeęiįuųAĄEĘIĮUŲ
    """

  private static let table: [UInt16: UInt32] = {
    var table: [UInt16: UInt32] = [:]
    for row in rows.split(separator: "\n") {
      let scalars = Array(row.unicodeScalars)
      for at in stride(from: 2, to: scalars.count, by: 2) {
        table[UInt16(scalars[0].value) << 8 | UInt16(scalars[at].value)] = scalars[at + 1].value
      }
    }
    return table
  }()
}
