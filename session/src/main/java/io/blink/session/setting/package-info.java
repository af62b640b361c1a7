/** The settings of a session: which keys there are, what SET and RESET do. The list of keys is the data file {@code settings.csv} of this package. */
package io.blink.session.setting;
