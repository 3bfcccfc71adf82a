package import Files

/// The folder of charts that `report --charts` writes.
package enum ChartFolder {
  /// No section has more charts.
  private static let mostCharts = 6

  package static let kind = contents(
    marker: "value-1.svg",
    sections: ["act", "churn", "value", "segments", "movement", "clusters", "returning", "replay"])

  /// Of the page of a target.
  package static let kindOfTarget = contents(
    marker: "likeliest-1.svg", sections: ["likeliest", "target", "clusters", "returning"])

  /// The files of a section are named by it and numbered.
  private static func contents(marker: String, sections: [String]) -> FolderContents {
    FolderContents(
      marker: marker,
      others: sections.flatMap { section in (1...mostCharts).map { "\(section)-\($0).svg" } },
      readers: .anyone)
  }

  package static func folder(of report: ShopReport) -> AtomicFolder {
    folder(of: report.charts, kind)
  }

  package static func folder(of report: TargetReport) -> AtomicFolder {
    folder(of: report.charts, kindOfTarget)
  }

  private static func folder(
    of charts: [(file: String, svg: String)], _ kind: FolderContents
  ) -> AtomicFolder {
    AtomicFolder(files: charts.map { ($0.file, Array($0.svg.utf8)) }, kind: kind)
  }
}
