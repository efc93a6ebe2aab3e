/** A mapping in UBL's shape, with what a real one has: prefixes, attributes, a table, fragments, loops in loops. */
export const mapping = `mapping: ubl
writes: xml
namespaces:
  "": urn:oasis:names:specification:ubl:schema:xsd:Invoice-2
  cac: urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2
  cbc: urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2
codes:
  type: { invoice: "380", credit-note: "381" }
fragments:
  party:
    cac:Party:
      cbc:EndpointID: { "@schemeID": "0088", $text: =party.endpoint }
      cac:PartyName: { cbc:Name: =party.name }
      cac:PostalAddress:
        cbc:StreetName: =party.street
        cbc:CityName: =party.city
        cbc:PostalZone: =party.zip
        cac:Country: { cbc:IdentificationCode: =party.country }
      cac:PartyTaxScheme:
        cbc:CompanyID: =party.taxId
        cac:TaxScheme: { cbc:ID: VAT }
      cac:PartyLegalEntity: { cbc:RegistrationName: =party.name }
      cac:Contact:
        cbc:Name: =party.contact.name
        cbc:Telephone: =party.contact.phone
        cbc:ElectronicMail: =party.contact.mail
document:
  Invoice:
    cbc:CustomizationID: urn:cen.eu:en16931:2017
    cbc:ProfileID: urn:fdc:peppol.eu:2017:poacc:billing:01:1.0
    cbc:ID: =invoice.number
    cbc:IssueDate: =invoice.issueDate
    cbc:DueDate: =invoice.dueDate
    cbc:InvoiceTypeCode: { $codes: type, $value: =invoice.type }
    cbc:Note: =invoice.note
    cbc:DocumentCurrencyCode: =invoice.currency
    cbc:BuyerReference: =invoice.buyerReference
    cac:AccountingSupplierParty: { $with: { party: =invoice.seller }, $use: party }
    cac:AccountingCustomerParty: { $with: { party: =invoice.buyer }, $use: party }
    cac:TaxTotal:
      cbc:TaxAmount: { "@currencyID": =invoice.currency, $text: =invoice.totals.tax }
      cac:TaxSubtotal:
        $for: tax in invoice.taxes
        cbc:TaxableAmount: { "@currencyID": =invoice.currency, $text: =tax.base }
        cbc:TaxAmount: { "@currencyID": =invoice.currency, $text: =tax.amount }
        cac:TaxCategory:
          cbc:ID: =tax.category
          cbc:Percent: =tax.rate
          cac:TaxScheme: { cbc:ID: VAT }
    cac:LegalMonetaryTotal:
      cbc:LineExtensionAmount: { "@currencyID": =invoice.currency, $text: =invoice.totals.net }
      cbc:TaxInclusiveAmount: { "@currencyID": =invoice.currency, $text: =invoice.totals.gross }
      cbc:PayableAmount: { "@currencyID": =invoice.currency, $text: =invoice.totals.payable }
    cac:InvoiceLine:
      $for: line in invoice.lines
      cbc:ID: =line.id
      cbc:Note: =line.note
      cbc:InvoicedQuantity: { "@unitCode": =line.unit, $text: =line.quantity }
      cbc:LineExtensionAmount: { "@currencyID": =invoice.currency, $text: =line.netAmount }
      cac:OrderLineReference: { cbc:LineID: =line.orderLine }
      cac:AllowanceCharge:
        $for: allowance in line.allowances
        cbc:ChargeIndicator: "false"
        cbc:AllowanceChargeReasonCode: =allowance.code
        cbc:AllowanceChargeReason: =allowance.reason
        cbc:Amount: { "@currencyID": =invoice.currency, $text: =allowance.amount }
      cac:Item:
        cbc:Description: =line.item.description
        cbc:Name: =line.item.name
        cac:SellersItemIdentification: { cbc:ID: =line.item.sellersId }
        cac:StandardItemIdentification: { cbc:ID: { "@schemeID": "0160", $text: =line.item.standardId } }
        cac:OriginCountry: { cbc:IdentificationCode: =line.item.originCountry }
        cac:ClassifiedTaxCategory:
          cbc:ID: =line.item.category
          cbc:Percent: =line.item.rate
          cac:TaxScheme: { cbc:ID: VAT }
        cac:AdditionalItemProperty:
          $for: property in line.item.properties
          cbc:Name: =property.name
          cbc:Value: =property.value
      cac:Price:
        cbc:PriceAmount: { "@currencyID": =invoice.currency, $text: =line.price.amount }
        cbc:BaseQuantity: { "@unitCode": =line.price.unit, $text: =line.price.base }
`;
