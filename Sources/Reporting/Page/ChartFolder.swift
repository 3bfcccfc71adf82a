package import Files

/// The folder of charts that `report --charts` writes.
package enum ChartFolder {
  /// No section has more charts.
  private static let mostCharts = 6

  /// The files of a section are named by it and numbered.
  package static let kind = FolderContents(
    marker: "value-1.svg",
    others: ["act", "churn", "value", "segments", "movement", "clusters", "returning", "replay"]
      .flatMap { section in
        (1...mostCharts).map { "\(section)-\($0).svg" }
      },
    readers: .anyone)

  package static func folder(of report: ShopReport) -> AtomicFolder {
    AtomicFolder(files: report.charts.map { ($0.file, Array($0.svg.utf8)) }, kind: kind)
  }
}
