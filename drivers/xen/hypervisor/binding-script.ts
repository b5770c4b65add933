/**
The child's program, for Python 2.7 or 3. It finds Xen's own Python binding (xen.lowlevel.xc) and writes one line of
JSON: what it found, or why there is nothing to ask. Then it answers each line with one line, until its input
ends. Times are CLOCK_MONOTONIC in seconds, left out where Python has no such clock. All other values are as the binding
gives them (tools/python/xen/lowlevel/xc/xc.c of Xen): nanoseconds and KiB, -1 for unknown.

- The first line: `{"module": path}`, or `{"refusal": kind, "text": why}` (see binding-answer.ts).
- `read` is answered with `{"domains": […], "at", "host": {…}, "idle": […], "idleAt"}`, or a refusal.
- Each line has `"sent"`, the time at which it was written.
*/
export const bindingScript = String.raw`
import sys
# The working folder may be anybody's.
sys.path[:] = [folder for folder in sys.path if folder]
import errno, glob, json, os, signal, time

# ^C in a terminal reaches this child, too; it ends when its input does.
signal.signal(signal.SIGINT, signal.SIG_IGN)

monotonic = getattr(time, 'monotonic', None)
most_domains = 1024
most_cpus = 4096
# The binding takes memory for as many as it is asked for, and pays for each page of it at every question.
room = {'domains': 64, 'cpus': 64}
domain_fields = ('domid', 'dying', 'crashed', 'shutdown', 'paused', 'blocked', 'running', 'shutdown_reason',
    'cpu_time', 'mem_kb', 'maxmem_kb', 'online_vcpus')
host_fields = ('nr_cpus', 'total_memory', 'free_memory')
usual = {}

def say(answer):
    text = json.dumps(answer, separators=(',', ':'))
    if monotonic:
        text = '%s,"sent":%.9f}' % (text[:-1], monotonic())
    data = (text + '\n').encode('ascii')
    try:
        while data:
            data = data[os.write(1, data):]
    except OSError:
        sys.exit(0)

def text_of(error):
    text = str(error.args[-1]) if error.args else error.__class__.__name__
    return ''.join(letter if ' ' <= letter <= '~' else '?' for letter in text)

def refusal(kind, text):
    return {'refusal': kind, 'text': text}

def first_line(path):
    try:
        with open(path) as lines:
            return lines.readline().strip()
    except EnvironmentError:
        return ''

def module_folders():
    yield None
    version = '/sys/hypervisor/version/'
    yield '/usr/lib/xen-%s.%s/lib/python' % (first_line(version + 'major'), first_line(version + 'minor'))
    python = 'python%d.%d/*-packages' % sys.version_info[:2]
    for pattern in ('/usr/lib*/xen-*/lib/python', '/usr/lib*/' + python, '/usr/local/lib*/' + python):
        for folder in sorted(glob.glob(pattern), reverse=True):
            yield folder

def forget_module():
    for name in [name for name in sys.modules if name.split('.')[0] == 'xen']:
        del sys.modules[name]

def why_not_opened(error):
    for path in ('/dev/xen/privcmd', '/proc/xen/privcmd'):
        try:
            os.close(os.open(path, os.O_RDWR))
            return refusal('open', text_of(error))
        except OSError as fault:
            if fault.errno in (errno.EACCES, errno.EPERM):
                return refusal('denied', path)
            if fault.errno != errno.ENOENT:
                return refusal('open', '%s: %s' % (path, fault.strerror))
    return refusal('absent', '/dev/xen/privcmd')

def open_binding():
    plain = list(sys.path)
    reason = refusal('module', 'no module named xen.lowlevel.xc')
    for folder in module_folders():
        sys.path[:] = ([folder] if folder else []) + plain
        try:
            from xen.lowlevel import xc
        except Exception as error:
            if reason['refusal'] == 'module' and folder and os.path.isdir(folder + '/xen/lowlevel'):
                reason = refusal('module', text_of(error))
            forget_module()
            continue
        try:
            binding = xc.xc()
        except Exception as error:
            return None, why_not_opened(error)
        # Tools of another version than the hypervisor's load, and are refused here.
        try:
            binding.domain_getinfo(0, 1)
            return binding, {'module': xc.__file__}
        except Exception as error:
            reason = refusal('hypercall', text_of(error))
            forget_module()
    return None, reason

# When the value was true. Whoever was kept from running meanwhile asks again.
def timed(name, call):
    if not monotonic:
        # A wall clock may be stepped meanwhile, and nothing is dated by it.
        return None, call()
    best = None
    for attempt in range(3):
        started = monotonic()
        value = call()
        took = monotonic() - started
        if best is None or took < best[0]:
            best = (took, started + took / 2, value)
        usual[name] = min(usual.get(name, took) * 1.1, took)
        if took <= 3 * usual[name] + 0.001:
            break
    return best[1], best[2]

def all_domains():
    found = []
    first = 0
    while True:
        asked = room['domains']
        try:
            chunk = binding.domain_getinfo(first, asked)
        except Exception as error:
            # No domain from there on: libxc before 4.18 calls that a failure.
            if found and error.args and error.args[0] == errno.ESRCH:
                return found
            raise
        found += chunk
        if len(chunk) < asked:
            return found
        first = chunk[-1]['domid'] + 1
        room['domains'] = min(2 * asked, most_domains)

def all_cpus():
    while True:
        asked = room['cpus']
        cpus = binding.getcpuinfo(asked)
        if len(cpus) < asked or asked == most_cpus:
            return cpus
        room['cpus'] = min(2 * asked, most_cpus)

def online_vcpus(domain):
    found = []
    for index in range(domain['max_vcpu_id'] + 1):
        try:
            vcpu = binding.vcpu_getinfo(domain['domid'], index)
        except Exception:
            continue
        if vcpu['online']:
            found.append([index, vcpu['cpu_time']])
    return found

def chosen(fields, values):
    return dict((field, values[field]) for field in fields if field in values)

def read():
    at, domains = timed('domains', all_domains)
    answer = {'domains': []}
    try:
        idle_at, cpus = timed('cpus', all_cpus)
        answer['idle'] = [cpu['idletime'] for cpu in cpus]
        if monotonic:
            answer['idleAt'] = idle_at
        answer['host'] = chosen(host_fields, binding.physinfo())
    except Exception:
        pass
    if monotonic:
        answer['at'] = at
    for domain in domains:
        row = chosen(domain_fields, domain)
        row['handle'] = ''.join('%02x' % (byte & 255) for byte in domain['handle'])
        row['vcpus'] = online_vcpus(domain)
        answer['domains'].append(row)
    return answer

binding, hello = open_binding()
say(hello)
while binding:
    line = sys.stdin.readline()
    if not line:
        break
    try:
        if line.strip() != 'read':
            raise ValueError('unknown request')
        answer = read()
    except Exception as error:
        answer = refusal('hypercall', text_of(error))
    say(answer)
`;
