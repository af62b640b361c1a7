/** What every implementation of core's state SPI must do: {@code KeyedStateContract} is a test class to extend, {@code StateModel} the plain Java that it compares with. */
package io.blink.testing.state;
