// Package knowledge holds, without any network, what is publicly known of mobile
// networks: which country a code belongs to, which operators there are and on
// which bands, and when 2G and 3G were switched off. Every table names its source
// and says how far it goes; what a table lacks is unknown, never suspicious.
package knowledge
