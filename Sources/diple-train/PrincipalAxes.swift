import Foundation

/// The directions in which some vectors spread most, by Jacobi's rotations of the sum of their outer products.
enum PrincipalAxes {
  /// The first `count` axes of vectors of `size` numbers, each of length one.
  static func of(_ vectors: [[Double]], size: Int, count: Int) -> [[Float]] {
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    for vector in vectors {
      for row in 0..<size { for column in 0..<size { matrix[row][column] += vector[row] * vector[column] } }
    }
    var axes = (0..<size).map { row in (0..<size).map { $0 == row ? 1.0 : 0 } }
    for _ in 0..<60 {
      var off = 0.0
      for row in 0..<size { for column in 0..<row { off += matrix[row][column] * matrix[row][column] } }
      if off < 1e-18 { break }
      for p in 0..<size - 1 { for q in p + 1..<size { rotate(&matrix, &axes, p, q) } }
    }
    let order = (0..<size).sorted { (matrix[$1][$1], $0) < (matrix[$0][$0], $1) }
    return order.prefix(count).map { axis in (0..<size).map { Float(axes[$0][axis]) } }
  }

  private static func rotate(_ matrix: inout [[Double]], _ axes: inout [[Double]], _ p: Int, _ q: Int) {
    guard abs(matrix[p][q]) > 1e-15 else { return }
    let theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
    let tangent = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for k in matrix.indices {
      let (a, b) = (matrix[k][p], matrix[k][q])
      (matrix[k][p], matrix[k][q]) = (cosine * a - sine * b, sine * a + cosine * b)
    }
    for k in matrix.indices {
      let (a, b) = (matrix[p][k], matrix[q][k])
      (matrix[p][k], matrix[q][k]) = (cosine * a - sine * b, sine * a + cosine * b)
    }
    for k in axes.indices {
      let (a, b) = (axes[k][p], axes[k][q])
      (axes[k][p], axes[k][q]) = (cosine * a - sine * b, sine * a + cosine * b)
    }
  }
}
