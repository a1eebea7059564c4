// Names of what stands in certificates (RFC 5280, and the federal order on their form), apart from the code that makes them: who only reads needs no more.
export const OID = {
  commonName: '2.5.4.3',
  country: '2.5.4.6',
  organization: '2.5.4.10',
  /** ИННЮЛ and ОГРН of the federal order on the form of certificates. */
  innOfOrganization: '1.2.643.100.4',
  ogrn: '1.2.643.100.1',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  clientAuthentication: '1.3.6.1.5.5.7.3.2',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  revocationLists: '2.5.29.31',
  revocationListNumber: '2.5.29.20',
  surname: '2.5.4.4',
  givenName: '2.5.4.42',
};
