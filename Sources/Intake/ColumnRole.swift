internal import Files

/// What a column means: the words on the left of `role=column`.
///
/// The raw value is the role's place among `allCases`, by which tables of roles are indexed: they are
/// consulted for every row, and hashing would cost more than the rest.
package enum ColumnRole: Int, Sendable, CaseIterable {
  case customer, time, amount, order, currency, discount, category, channel, quantity, returned
  case returnedAt, eventCustomer, eventTime, eventKind, eventValue, eventDetail
  case customerID

  /// The role as the user writes it.
  package var spelling: String {
    switch self {
    case .returnedAt: "returned_at"
    case .eventCustomer: "event.customer"
    case .eventTime: "event.time"
    case .eventKind: "event.kind"
    case .eventValue: "event.value"
    case .eventDetail: "event.detail"
    case .customerID: "customer.id"
    default: "\(self)"
    }
  }

  package init?(spelling: String) {
    guard let role = Self.allCases.first(where: { $0.spelling == spelling }) else { return nil }
    self = role
  }

  /// Which files a role belongs to.
  package enum FileKind: String, Sendable {
    case orders, events, customers
  }

  package static var spellings: [String] { allCases.map(\.spelling) }

  package var fileKind: FileKind {
    switch self {
    case .eventCustomer, .eventTime, .eventKind, .eventValue, .eventDetail: .events
    case .customerID: .customers
    default: .orders
    }
  }

  package var isRequired: Bool {
    switch self {
    case .customer, .time, .amount, .eventCustomer, .eventTime, .eventKind, .customerID: true
    default: false
    }
  }

  /// Whether a calculation may stand for the column.
  package var isNumber: Bool { self == .amount || self == .quantity || self == .eventValue }

  /// How the role is called in sentences and in what is printed.
  package var word: String { spelling.split(separator: ".").last.map(String.init) ?? spelling }

  /// Common names, without case, blanks and punctuation; the first group with a match decides.
  package var commonNames: [[String]] {
    switch self {
    case .customer, .eventCustomer: Self.customerNames
    case .customerID: Self.customerNames + [["id"]]
    case .time, .eventTime: Self.timeNames
    case .amount:
      [
        ["amount", "orderamount"],
        ["ordertotal", "grandtotal", "totalamount", "totalprice", "linetotal", "lineamount"],
        [
          "total", "revenue", "sales", "salesamount", "salesvalue", "dollarvalue", "netamount",
          "netsales", "nettotal", "grosssales", "turnover",
        ],
        ["ordervalue", "value", "spend", "spent", "payment", "paymentvalue", "dollars"],
        ["price"],
        [
          "gesamtbetrag", "gesamtsumme", "bestellsumme", "montanttotal", "totalttc", "importetotal",
          "importototale", "totaalbedrag", "valortotal",
        ],
        ["betrag", "montant", "importe", "importo", "bedrag"],
      ]
    case .order:
      [
        ["orderid"], ["order", "orderno", "ordernumber", "orderref"],
        ["invoiceno", "invoice", "invoiceid", "invoicenumber"],
        ["transactionid", "transaction", "basketid", "basket", "receiptid", "receipt", "ticketid"],
        [
          "bestellnr", "bestellnummer", "auftragsnummer", "numerodecommande", "commande",
          "numerodepedido", "pedido", "numeroordine", "ordine", "bestelnummer", "ordernummer",
        ],
        [
          "rechnungsnummer", "numerodefacture", "numerodefactura", "numerofattura", "factuurnummer",
        ],
      ]
    case .currency: [["currency", "currencycode", "ordercurrency"], Self.currencyWords]
    case .discount:
      [
        ["discount"], ["discountamount", "totaldiscount", "discountrate"],
        ["discountcode", "coupon"],
      ]
    case .category:
      [["category"], ["productcategory", "categoryname", "department", "producttype"]]
    case .channel: [["channel"], ["saleschannel", "orderchannel", "source", "medium"]]
    case .quantity: [["quantity", "qty"], ["items", "units", "pieces", "numberofitems"]]
    case .returned: [["returned", "isreturned", "wasreturned"]]
    case .returnedAt: [["returnedat", "returndate", "returneddate"]]
    case .eventKind:
      [
        ["kind"], ["eventkind", "eventtype", "eventname", "event"], ["type", "action", "activity"],
      ]
    case .eventValue: [["value", "eventvalue"], ["rating", "score"]]
    // Free text would make a kind of its own of every row: only what the user names is a detail.
    case .eventDetail: []
    }
  }

  /// Which columns may have the role: those of the first group of names that is there.
  ///
  /// - Parameter plain: names of columns as `plainName` has them.
  /// - Returns: their places in `plain`; empty where no name fits.
  package func candidates(in plain: [String]) -> [Int] {
    for group in commonNames {
      let fits = plain.indices.filter { group.contains(plain[$0]) }
      if !fits.isEmpty { return fits }
    }
    return []
  }

  /// Whether a file is not read where several columns may have the role: money and orders are not
  /// guessed.
  package var mustBeClear: Bool { isRequired || self == .order }

  private static let customerNames = [
    ["customerid"],
    ["customer", "customerno", "customernumber", "customerkey", "custid", "clientid", "client"],
    ["userid", "user", "memberid", "member", "buyerid", "buyer", "shopperid", "accountid"],
    ["householdid", "householdkey", "contactid", "personid", "profileid", "cardid"],
    ["customeremail", "email"],
    ["kundennr", "kundennummer", "kundenid", "numeroclient", "idcliente", "klantnummer"],
    ["kunde", "cliente", "klant"],
  ]

  private static let currencyWords = [
    "wahrung", "waehrung", "devise", "moneda", "divisa", "valuta",
  ]

  private static let timeNames = [
    ["orderedat", "occurredat"],
    ["orderdate", "ordertime", "orderdatetime", "ordertimestamp", "eventdate", "eventtime"],
    ["invoicedate", "purchasedate", "purchasedat", "transactiondate", "transactiontime"],
    ["timestamp", "datetime", "date", "time"],
    ["createdat", "created", "day"],
    [
      "bestelldatum", "kaufdatum", "datedecommande", "datedelacommande", "fechadelpedido",
      "fechadepedido", "dataordine", "datadellordine", "datadopedido", "besteldatum", "orderdatum",
    ],
    ["rechnungsdatum", "datedefacture", "fechadefactura", "datafattura", "factuurdatum"],
    ["datum", "fecha"],
  ]
}
