/** The catalogs of a session: the one in memory, those that CREATE CATALOG opened, and temporary objects over them. Used by the session's thread. */
package io.blink.session.catalog;
