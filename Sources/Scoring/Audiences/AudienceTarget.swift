/// Where an audience goes, and what its importer takes.
///
/// Names of columns and rules of form are those of the services' own pages: docs/formats/audiences.md.
package enum AudienceTarget: String, Sendable, CaseIterable {
  case klaviyo, braze, mailchimp, hubspot
  case googleAds = "google-ads"
  case meta

  /// What the service knows a person by.
  package var required: AudienceField {
    switch self {
    case .klaviyo, .mailchimp, .hubspot, .googleAds, .meta: .email
    case .braze: .customerID
    }
  }

  /// The header of a field; nil where the importer has no such column.
  package func header(of field: AudienceField) -> String? {
    switch (self, field) {
    case (.klaviyo, .email), (.hubspot, .email), (.googleAds, .email): "Email"
    case (.mailchimp, .email): "Email Address"
    case (.braze, .email), (.meta, .email): "email"
    case (.braze, .customerID): "external_id"
    case (.klaviyo, .customerID), (.mailchimp, .customerID), (.hubspot, .customerID),
      (.googleAds, .customerID), (.meta, .customerID):
      nil
    case (.klaviyo, .phone), (.hubspot, .phone), (.mailchimp, .phone): "Phone Number"
    case (.braze, .phone), (.meta, .phone): "phone"
    case (.googleAds, .phone): "Phone"
    case (.klaviyo, .firstName), (.mailchimp, .firstName), (.hubspot, .firstName),
      (.googleAds, .firstName):
      "First Name"
    case (.braze, .firstName): "first_name"
    case (.meta, .firstName): "fn"
    case (.klaviyo, .lastName), (.mailchimp, .lastName), (.hubspot, .lastName),
      (.googleAds, .lastName):
      "Last Name"
    case (.braze, .lastName): "last_name"
    case (.meta, .lastName): "ln"
    case (.googleAds, .country): "Country"
    case (.braze, .country), (.meta, .country): "country"
    case (.klaviyo, .country): "Country"
    case (.hubspot, .country): "Country/Region"
    case (.mailchimp, .country): "Country"
    case (.googleAds, .zip): "Zip"
    case (.meta, .zip): "zip"
    case (.klaviyo, .zip): "Zip Code"
    case (.hubspot, .zip): "Postal Code"
    case (.mailchimp, .zip): "Zip Code"
    case (.braze, .zip): nil
    case (.mailchimp, .offer): "Tags"
    case (.klaviyo, .offer), (.braze, .offer), (.hubspot, .offer): "perennial_offer"
    // Advertisers learn nothing but who.
    case (.googleAds, .offer), (.meta, .offer): nil
    }
  }

  /// Whether a field is sent as the SHA-256 of its normalised text.
  package func isHashed(_ field: AudienceField) -> Bool {
    switch self {
    case .klaviyo, .braze, .mailchimp, .hubspot: false
    case .googleAds: [.email, .phone, .firstName, .lastName].contains(field)
    case .meta: true
    }
  }

  /// Fields that go together or not at all.
  package var addressFields: [AudienceField] {
    self == .googleAds ? [.firstName, .lastName, .country, .zip] : []
  }
}

/// What may be told of a person.
package enum AudienceField: String, Sendable, CaseIterable {
  case customerID = "customer_id"
  case email, phone
  case firstName = "first_name"
  case lastName = "last_name"
  case country, zip
  /// The offer of a plan, the arm of an experiment, or the list of score rows.
  case offer

  /// Names that columns of customer files have, as `plainName` writes them.
  var names: [String] {
    switch self {
    case .customerID, .offer: []
    case .email: ["email", "emailaddress", "customeremail", "mail", "emailadresse"]
    case .phone: ["phone", "phonenumber", "mobile", "mobilephone", "telephone", "telefon", "handy"]
    case .firstName: ["firstname", "givenname", "forename", "vorname", "prenom"]
    case .lastName: ["lastname", "surname", "familyname", "nachname", "nom"]
    case .country: ["country", "countrycode", "land", "pays"]
    case .zip: ["zip", "zipcode", "postalcode", "postcode", "plz", "codepostal"]
    }
  }
}
