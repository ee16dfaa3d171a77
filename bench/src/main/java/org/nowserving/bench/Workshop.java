package org.nowserving.bench;

import java.nio.file.Path;

/**
 * Where it is measured. Immutable.
 *
 * @param directory for everything that is made meanwhile
 * @param log where all programs that are started write their errors
 */
record Workshop(Tree tree, Path directory, Path log, Cluster cluster) {}
