package dev.rehearsal.cloud;

import dev.rehearsal.cloud.call.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/**
 * Finds the operations of a client interface by the shape of its methods.
 *
 * <p>It reads the class file: reflection would load every class that the interface names, which for
 * all services takes seconds.
 */
final class Operations extends ClassVisitor {

  private static final Map<Class<?>, Map<String, Operation>> KNOWN = new ConcurrentHashMap<>();
  private static final String BODY = Type.getInternalName(RequestBody.class);
  private static final String TRANSFORMER = Type.getInternalName(ResponseTransformer.class);

  private final ServiceDefinition service;
  private final String model;
  private final Map<String, Operation> found = new TreeMap<>();

  private Operations(ServiceDefinition service) {
    super(Opcodes.ASM9);
    this.service = service;
    this.model = service.client().getPackageName().replace('.', '/') + "/model/";
  }

  static Map<String, Operation> of(ServiceDefinition service) {
    return KNOWN.computeIfAbsent(service.client(), any -> find(service));
  }

  private static Map<String, Operation> find(ServiceDefinition service) {
    Class<?> client = service.client();
    Operations operations = new Operations(service);
    try (InputStream file =
        Objects.requireNonNull(
            client.getResourceAsStream(client.getSimpleName() + ".class"), client.getName())) {
      new ClassReader(file.readAllBytes())
          .accept(
              operations, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    } catch (IOException failure) {
      throw new UncheckedIOException(client + " could not be read.", failure);
    }
    return Map.copyOf(operations.found);
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    Type[] parameters = Type.getArgumentTypes(descriptor);
    if (parameters.length == 0 || !ofModel(parameters[0], "Request")) {
      return null;
    }
    String second = parameters.length == 2 ? parameters[1].getInternalName() : "";
    if (parameters.length == 1 && ofModel(Type.getReturnType(descriptor), "Response")) {
      add(name, descriptor, parameters[0], Operation.Body.NONE);
    } else if (second.equals(BODY)) {
      add(name, descriptor, parameters[0], Operation.Body.REQUEST);
    } else if (second.equals(TRANSFORMER)) {
      add(name, descriptor, parameters[0], Operation.Body.RESPONSE);
    }
    return null;
  }

  private boolean ofModel(Type type, String ending) {
    return type.getSort() == Type.OBJECT
        && type.getInternalName().startsWith(model)
        && type.getInternalName().endsWith(ending);
  }

  private void add(String method, String descriptor, Type request, Operation.Body body) {
    Operation operation = new Operation(service, method, descriptor, request.getClassName(), body);
    found.put(operation.name(), operation);
  }
}
