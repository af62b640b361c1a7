/**
 * Where implementations of the SPI come from: the class path, and folders of jars with class loaders of their own. Each process makes one {@link io.blink.core.spi.plugin.Plugins}
 * where it is wired together, before anything else asks for a service.
 */
package io.blink.core.spi.plugin;
