internal import Expressions
internal import Files
internal import Intake

/// The profiles that the program knows.
package enum BuiltInProfiles {
  private static let resources: [[UInt8]] = [
    PackageResources.amazon_all_orders_yaml, PackageResources.amazon_date_range_yaml,
    PackageResources.amazon_order_report_yaml, PackageResources.bigcommerce_orders_yaml,
    PackageResources.ebay_orders_yaml, PackageResources.etsy_order_items_yaml,
    PackageResources.etsy_orders_yaml, PackageResources.gumroad_sales_yaml,
    PackageResources.magento_orders_yaml, PackageResources.paypal_activity_yaml,
    PackageResources.perennial_orders_yaml, PackageResources.prestashop_orders_yaml,
    PackageResources.shopify_orders_yaml, PackageResources.square_items_yaml,
    PackageResources.stripe_charges_yaml, PackageResources.stripe_payments_yaml,
    PackageResources.woocommerce_advanced_export_yaml, PackageResources.woocommerce_analytics_yaml,
    PackageResources.woocommerce_export_suite_yaml, PackageResources.ga4_bigquery_yaml,
    PackageResources.mailchimp_activity_yaml, PackageResources.matomo_visits_yaml,
    PackageResources.perennial_events_yaml, PackageResources.segment_json_yaml,
    PackageResources.segment_tracks_yaml, PackageResources.shopify_customers_yaml,
  ]

  /// All, in the order of their names within a kind.
  static let all: [Profile] = resources.map { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      return try ProfileReader.profile(text, file: "built-in profile")
    } catch {
      preconditionFailure("a built-in profile cannot be read: \(error)")
    }
  }

  /// Name, kind and title of each.
  package static var list: [(name: String, kind: String, title: String)] {
    all.map { ($0.name, $0.kind.rawValue, $0.title) }
  }

  /// The name closest to a mistyped one.
  package static func nearest(to name: String) -> String? {
    nearestName(to: name, among: all.map(\.name))
  }

  /// The text of a profile; nil where there is none of that name.
  package static func text(of name: String) -> String? {
    all.first { $0.name == name }?.source
  }
}
