#!/bin/bash
# A meter's memory is erased only on a yes, after its readings are in the logbook and have been shown twice.
set -u
source "$(dirname "$0")/world.sh"

bgbingo setup --name Anna --unit mmol/L --zone UTC --country GB >/dev/null
for model in onetouch-ultra2 onetouch-ultra-easy onetouch-verio-iq td-4277; do
  simulate "$model" --readings 12
  expect 6 'this wants a yes: Erase all readings' sync --port ./meter --meter "$model" --erase-meter
  expect 0 '"new":12.*"erased":false' sync --port ./meter --meter "$model" --json
  # known readings are read again, and shown again, before they go
  expect 0 '"known":12.*"erased":true' sync --port ./meter --meter "$model" --erase-meter --yes --json
  expect 0 '"read":0,' sync --port ./meter --meter "$model" --json
  unplug_simulator
done
expect 0 '"readings":48' stats --json

# a test taken between the two looks: the two differ, so nothing goes
simulate onetouch-verio-iq --readings 12 --serial SIM000002 --fault add-during=40
expect 6 'holds other readings than were just read.*Nothing was erased' sync --port ./meter --meter onetouch-verio-iq --erase-meter --yes
expect 0 ' 1 new' sync --port ./meter --meter onetouch-verio-iq
expect 0 '"readings":61' stats --json
unplug_simulator

# the cable comes out while the memory is read: nothing goes either
simulate onetouch-verio-iq --readings 12 --serial SIM000003 --fault disconnect=300
expect 4 'connection was lost|unplugged' sync --port ./meter --meter onetouch-verio-iq --erase-meter --yes
echo plug >commands
eventually grep -q '"plugged":true' ready
expect 0 'read, ' sync --port ./meter --meter onetouch-verio-iq
expect 0 '"readings":73' stats --json
unplug_simulator

# what cannot be erased says so before anything is read; --fast and --erase-meter exclude each other
simulate contour --readings 3
expect 6 'cannot be erased from here .Bayer Contour.*Nothing was done' sync --port ./meter --meter contour --erase-meter --yes
unplug_simulator
expect 2 'Leave one of them out' sync --port ./meter --erase-meter --fast
finish
