package org.nowserving.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Loads the floor, the loop and the simulation afresh, with one class compiled from other text. */
final class MutantLoader extends ClassLoader {
  private static final List<String> AFRESH =
      Stream.of("floor", "loop", "simulation").map(name -> "org.nowserving." + name + ".").toList();

  private final Map<String, ByteArrayOutputStream> mutants;

  private MutantLoader(Map<String, ByteArrayOutputStream> mutants) {
    super(MutantLoader.class.getClassLoader());
    this.mutants = mutants;
  }

  static MutantLoader compile(String className, String text) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> compiled = new HashMap<>();
    StringWriter complaints = new StringWriter();
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("mutant:///" + className.replace('.', '/') + ".java"),
            JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    try (JavaFileManager files =
        new ForwardingJavaFileManager<JavaFileManager>(
            compiler.getStandardFileManager(null, null, null)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mutant:///" + name), kind) {
              @Override
              public OutputStream openOutputStream() {
                return compiled.computeIfAbsent(name, key -> new ByteArrayOutputStream());
              }
            };
          }
        }) {
      List<String> options =
          List.of("-proc:none", "-cp", System.getProperty("java.class.path", ""));
      if (!compiler.getTask(complaints, files, null, options, null, List.of(source)).call()) {
        throw new AssertionError("the planted bug does not compile: " + complaints);
      }
    }
    return new MutantLoader(compiled);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      return AFRESH.stream().anyMatch(name::startsWith)
          ? define(name)
          : super.loadClass(name, resolve);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    ByteArrayOutputStream mutant = mutants.get(name);
    if (mutant != null) {
      return defineClass(name, mutant.toByteArray(), 0, mutant.size());
    }
    try (InputStream original = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (original == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = original.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }
}
