<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>DeviceRow</name>
    <message>
        <source>machine %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (default route)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>a disk and what it is mounted on</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>swap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>boot display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>display</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>detached from the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group %1: bridges only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without an IOMMU group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>machine %1 (not running)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Root bus %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Group %1: %n devices</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Graphics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB and serial buses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound and video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accelerators and encryption</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial ports and modems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory and system devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bridges and ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group %1: 1 device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IOMMU groups are not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline; a start puts it online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n queues</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n interrupts</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DropVerdict</name>
    <message>
        <source>Cannot be assigned to %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assigns the device to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Assigns %n devices to %1.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Takes 1 companion along: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Takes %n companions along.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Caution: %1</source>
        <extracomment>what the host would lose follows</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no longer there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no device to assign.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has it already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pool %1 is no longer there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives %1 an interface of the pool %2: at each start a virtual function that is free then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pool is stopped; until it is started, the machine cannot start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None is free now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 are free now.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Give Back to the Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the Virtual Functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the Host Loses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IOMMU Group %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is alone in its group.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It shares the group with:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why They Are One Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernel made one group of them. What is known of this host does not tell why.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernel was told to split groups (pcie_acs_override), and this is what it left together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the Same Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>better assigned along with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Facts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Driver set for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Modules that fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none (NUMA)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (NUMA)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Virtual functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>possible, how many is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 created</source>
        <comment>virtual functions: %1 there are, %2 possible</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a root bus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IDs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>made as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, as fast as it can be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 possible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 now, %2 possible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the function by itself; other ways are not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the function by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its whole bus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by its power state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in its own way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>network interface %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up, connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up, no carrier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>default route</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>port of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drive %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mounted at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>swap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>monitor at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sound card %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What Hangs Below It</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking the Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Taking %n Devices Together</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Taken Along</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the Same Cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 GT/s × %2</source>
        <extracomment>a PCI Express link: %1 gigatransfers a second, %2 lanes</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB port %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Mbit/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>serial number %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As a drive</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GroupCauses</name>
    <message>
        <source>Below the bridge %1 is a conventional PCI bus. All that is on it reaches memory under one address, so the IOMMU cannot tell its devices apart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The port %1 is in the group itself: it does not isolate (ACS) what is below it, so everything below shares its group.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 are functions of one chip that does not isolate them (ACS) from one another: they could reach each other behind the IOMMU&apos;s back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the entries of a list</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing between the port %1 and these devices isolates them (ACS) from one another.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Hardware</name>
    <message>
        <source>Machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PCI host device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB host device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CD-ROM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Floppy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TPM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watchdog</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory balloon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Socket to the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Controller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no medium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>read-only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not on this host now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAC %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VLAN %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bus %1, device %2</source>
        <extracomment>where a USB device is plugged in</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at next start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>changes at next start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not plugged in now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 now</source>
        <extracomment>the address of a virtual function, which an interface has now</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Emulated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Virtio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assigned</source>
        <extracomment>a device of this computer that was given to a machine</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest has a driver for virtio network cards, which are faster. Choose the model virtio.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest has a driver for virtio video, which can have any size. Choose the model virtio.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 devices of this computer are assigned. Older guests, such as Red Hat Enterprise Linux 6, support %2 at most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random number generator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parallel port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panic notifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IOMMU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guest agent channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty root ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 controller</source>
        <extracomment>%1: USB, SCSI and the like</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, with %2</source>
        <extracomment>a socket for devices, with what is plugged into it</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest has a driver for virtio disks, which are faster. Choose the bus VirtIO.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty root ports: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shown below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for what is plugged in later</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ActivityPanel</name>
    <message>
        <source>Jobs and their steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was done yet. What you start is shown here step by step, and can be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo Job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the job after its present step and take everything back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan the way back to how it was before this job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel &amp;Job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a job to undo it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::AddHardwareWizard</name>
    <message>
        <source>Add Hardware to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Assign</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::BootPanel</name>
    <message>
        <source>The firmware waits for a key that shows what can be booted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Boot menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CD-ROM drive %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Floppy drive %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host device %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network interface %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move Up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BIOS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UEFI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UEFI with Secure Boot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An installed system starts only with the firmware it was installed with</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;irmware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Booted from top to bottom, from what is ticked. Drag them, or use the buttons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Order</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ConnectDialog</name>
    <message>
        <source>Connect to Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Host:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;onnect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is shown already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;This computer, a sample or a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Another computer, by ssh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>name or address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as ssh is configured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connection:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;User:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Port:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer: system (installed helper) or session (no privilege). To look around: sample:NAME, file:CAPTURE, lspci:FILE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the name or address of a computer that has Laneway installed and that you can log in to by ssh.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” cannot be a host: a name has letters, digits, dots and dashes, and at most a port behind a colon.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” cannot be a user: a name has letters, digits, dots, dashes and underscores.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User or port are entered twice: once with the host, and once in their own field.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connects to %1. Laneway must be installed there; keys and passphrases are ssh&apos;s matter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the recording of a host, or a file with what lspci printed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings of hosts (*.json)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What lspci -vvnn printed (*.txt *.lspci *.log)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the File of a Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of these (*.json *.txt *.lspci *.log)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ConsoleTab</name>
    <message>
        <source>Ctrl+Alt+&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Alt+&amp;Backspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Print Screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+&amp;Tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt+F&amp;4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Super</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has no emulated display. Where a graphics card is assigned to it, the picture is on the monitor that is plugged into that card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has no display. Add one under Hardware to see a picture here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Alt+&amp;F1 … F12</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Alt+F%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send &amp;Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys that the desktop would keep for itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Type Clipboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Types the text of the clipboard key by key, for machines without an agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;Picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The screen as it is now, as a picture file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fit the Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;One to One</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Resize the Machine&apos;s Screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How large the screen is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing but the machine&apos;s screen; Ctrl+Alt, then F11, ends it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Ctrl+Alt to give keyboard and pointer back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A simulated machine has no screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its screen is shown here while it runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to the screen of %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The screen of %1 is not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not on a US keyboard, left out: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;ound</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the machine plays is heard while its screen is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The desktop&apos;s sound server does not play it: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 It is connected again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture could not be written to %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::DefinitionText</name>
    <message>
        <source>not understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n virtual</source>
        <comment>processors</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>UEFI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BIOS</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::DeleteMachineDialog</name>
    <message>
        <source>Delete %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The definition of %1 is deleted; this cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So is its saved state, with what it had in its memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its own files stay where they are, but for those that are ticked:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files to delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UEFI variables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disk, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What its TPM keeps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>such as keys of its disks&apos; encryption</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has no files of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept: %1 uses it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stays; the disk stands on it: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::DeviceActions</name>
    <message>
        <source>&amp;Assign to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cu&amp;t for Assigning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy Addre&amp;ss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as &amp;XML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as T&amp;ext</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Detach from the Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give &amp;Back to the Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assign to…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This host is a recording: nothing on it can be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host has it already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no machine yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 device is cut.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n devices are cut.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Go to a machine and choose “Assign Cut Devices…” there; nothing changes until then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a device that is not a bridge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most %1 devices go at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The running machine %1 has %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no way to be reset.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detached from the host already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Choose a Machine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Virtual Functions…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a card with SR-IOV, or one of its virtual functions.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::DeviceDrop</name>
    <message>
        <source>%1 is on another host: a device can only be given to a machine of its own host.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::DevicePage</name>
    <message>
        <source>%1: %2</source>
        <extracomment>a kind of hardware, which one of it</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::DeviceTreeModel</name>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::DeviceView</name>
    <message numerus="yes">
        <source>%n devices</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>laneway::DiskPage</name>
    <message>
        <source>Bro&amp;wse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Read only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk or CD-ROM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new image, one that is there, or a block device of the host. It is made and opened with the rights of the machine&apos;s owner.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of drive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image or device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format of the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk of an image or a device that is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CD-ROM drive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>/path/to/image.qcow2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Kind:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Image or device:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Si&amp;ze:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B&amp;us:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CD-ROM Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CD-ROM images (*.iso)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk images (*.qcow2 *.img *.raw)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VirtIO</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SATA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SCSI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NVMe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>/path/to/medium.iso</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an image of a CD-ROM.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write which file is to be made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an image or a block device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image cannot be made below /dev. Choose a disk that is there instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the whole path, from the first /: the machine&apos;s host looks for it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking which disks the machine has…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has as many disks of this kind as there are names for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is plugged into %1 while a machine runs: it can be added for the next start.</source>
        <extracomment>%1: SATA or NVMe</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 on %3: %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, a new image of %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::EditActions</name>
    <message>
        <source>Cu&amp;t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::FigureGraph</name>
    <message>
        <source>–</source>
        <extracomment>no value yet</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>what a line of a graph shows, its newest value</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>a graph&apos;s title, its newest values</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>now</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::FigureText</name>
    <message>
        <source>User-mode networks are not counted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver of its network card counts nothing for it so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QEMU has not answered.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::FilterField</name>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name, address, driver, ID or machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fi&amp;lter:</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ForeignNetworks</name>
    <message>
        <source>network %1: user mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>network %1: bridge %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::FormRows</name>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> GiB</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::FullScreenBar</name>
    <message>
        <source>Ctrl+Alt, then F11, leaves full screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave Full Screen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::HardwareTab</name>
    <message>
        <source>Hardware of the machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes the selected device away from the machine (Delete)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;XML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows the XML that is not valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drops what was changed here and not applied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saves the machine&apos;s definition (Ctrl+S). A running machine has it from its next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only the running machine has this device. It is not in its definition, so it is gone after the machine is shut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the definition…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other XML is not valid yet: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not valid: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed, not applied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add Hardware…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Revert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The selected hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed, not applied. The running machine has it from its next start on.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::HostBanner</name>
    <message>
        <source>This session has no privilege: machines run, but devices cannot be taken from the host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the system helper (from a checkout: scripts/install), then connect to “system”. Every privileged action is asked for by name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;What to Do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not connected; it is tried again by itself.</source>
        <extracomment>%1 is a host</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is shown of it may be out of date.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to %1 again…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Try Again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this for good; the devices&apos; verdicts still say it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this for good</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::HostDevicePanel</name>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2. The XML tab shows it as it is written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In &amp;one guest slot with %1, as in the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The functions of one card, such as a graphics card and its sound, stay one card for the guest. Some drivers need that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not in the host now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host does not have this device now. It may have been taken out or moved to another slot; remove it here and add it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (802.1Qbh): the switch sets VLAN and limits</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::HostPage</name>
    <message>
        <source>Reading the host…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This host shows no PCI devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;bridges</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arran&amp;ge by:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IOMMU group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bridges and ports carry devices; they cannot be given to a machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no connection to this host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a container or a small virtual machine there may be none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No device fits “%1”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bridges are not looked at while they are hidden.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Clear Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 device</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n devices</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Select a device to see what stands in its way and what the host would lose. Drag it onto a machine, or press Enter, to assign it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>At most %n rows can be selected at once. Filter the list for those you want.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>laneway::ImageChain</name>
    <message>
        <source>%1, %2, %3 on the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, also used by %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Images, each above what it stands on</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ImageLook</name>
    <message>
        <source>There is no file %1 on the host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its first bytes say that it is %1 and name other files to be read, which a guest may have written into a raw disk. Choose its format if you know it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is a disk of %1, and two machines must not write to one image. One that only reads it may have it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A disk of %1 stands on it, and would be spoilt by whoever writes to it. One that only reads it may have it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ImagesDialog</name>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stands On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Create…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Resize…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 are free there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no disk images in this folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stands on %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 stands on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>snapshot and its time</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapshots inside: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>raw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing: it is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stands on:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Si&amp;ze:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resize %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Size:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can be made larger only. The system in the machine has to be told to use what is added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Resize</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;opy…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bro&amp;wse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select an image first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not make files in this folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An installation medium has one size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 stands on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 uses it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of Disk Images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1-copy</source>
        <comment>name of a copied file</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The copy stands on nothing: what the image has from those below it is in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ImportPage</name>
    <message>
        <source>Machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add &amp;File…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The &amp;System’s Machines…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import Definitions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Those that are selected become machines here. Their disks stay where they are, and libvirt keeps its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Definitions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machine Definitions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>libvirt domain XML (*.xml);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No definitions of libvirt were found in %1. Add files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system’s libvirt has no machines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A machine has this name already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These were not taken over: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Those of the host’s libvirt, which an administrator has to allow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add files, or take the machines of that computer’s libvirt.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::JobsModel</name>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking back…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed; everything is as it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The job is still under way. Cancel it to take everything back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to undo: the job failed, and everything is as it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The job did not come to its end; its state says what is left to be put right by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A start is not undone: shut the machine down, and the host has its devices back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forcing a machine off cannot be undone. You can start it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reset of a device cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This job undid another one. To undo it, do that one again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a running machine was given or lost is not undone: remove the device from the machine, or add it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A job of this kind cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::KindLabels</name>
    <message>
        <source>Owners of the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When the guest hangs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give memory back when the guest runs out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mode of new folders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mode of new files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guest reports what it does not use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several file systems in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupt vectors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ACPI index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guest address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound goes to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heard by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept when the machine is deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard granularity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logical block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Physical block</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boot order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Socket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Context identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identifier chosen at start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sockets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Named model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Block device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address translation (ATS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width of addresses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cache</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Caching mode: for host devices in the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands a unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zeroes that are written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extended interrupts: more than 255 processors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On a write error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer interrupts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupt remapping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input and output by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notified by descriptor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behind the IOMMU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IO thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translation in the devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sectors at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Packed queues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A page for each queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of a queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On a read error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receive side scaling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hashes reported to the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receive queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checksums by the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ECN by the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TCP segmentation by the guest, IPv4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TCP segmentation by the guest, IPv6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UDP fragmentation by the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checksums by the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ECN by the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Segmentation by the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merged receive buffers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TCP segmentation by the host, IPv4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TCP segmentation by the host, IPv6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UDP fragmentation by the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ACPI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>APIC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>APIC: end of interrupt by the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nested paging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IO APIC by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KVM hidden from the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KVM: processors are its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KVM: guest controls polling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KVM: paravirtual IPIs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PAE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Performance counters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paravirtual spinlocks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>System management mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Notes for core dumps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VMware port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name in the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Generation identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cylinders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Heads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sectors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Translation by the BIOS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenGL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bridge of the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interface of the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others on the same card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IO threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group that shares the limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit of what is read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Burst of what is read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of a burst, what is read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit of operations, what is read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Burst of operations, what is read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of a burst of operations, what is read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of one operation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit of all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Burst of all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of a burst, all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit of operations, all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Burst of operations, all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of a burst of operations, all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit of what is written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Burst of what is written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of a burst, what is written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Limit of operations, what is written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Burst of operations, what is written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length of a burst of operations, what is written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Append to the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAC address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory in core dumps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seen by other programs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the huge pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Locked: never swapped out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not merged with other machines&apos; memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blob resources</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VGA memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Video memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>64-bit video memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3D acceleration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width at start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height at start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest packet (MTU)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it crashes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it powers off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it reboots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tries again after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arguments of the kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Initial RAM disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Firmware file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format of the firmware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Firmware is read only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Firmware keeps nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File of its variables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format of its variables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Variables are copied from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>64-bit window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suspend to disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suspend to memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Product</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ROM shown to the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boot ROM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ROM file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared with other machines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Append to the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bridge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it is missing at start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clipboard shared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bus number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chassis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chassis number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hot plug</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rotation rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tray</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NUMA node</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs on the processors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plugged in at start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VLAN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>World wide name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept in attributes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As in the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As in the host, as far as it may</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send an NMI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Power it off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask it to shut down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PS/2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CD-ROM drive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Floppy drive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network card of the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nowhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PCI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Console of this program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clipboard agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SPICE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SPICE agent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tablet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User-mode network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VirtIO serial</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VNC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AC97</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ordinary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QEMU’s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host’s random numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QEMU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cirrus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Direct and synchronous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None: past the host’s memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passed on: the image shrinks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speaker and microphone by line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intel e1000</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intel e1000e</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause where there is no space left, else tell the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ensoniq ES1370</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Floppy controller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intel 6300ESB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>iBase 700</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intel HDA (ICH6)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intel HDA (ICH9)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IDE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intel igb</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ignore it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>iTCO: of the chipset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pulled out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local time: for Windows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Master</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shareable (memfd)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speaker and microphone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None: only a passed on graphics card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NVMe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it is used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speaker only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>9p</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Peer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stays as it is, for a look at it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QXL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tell the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starts again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Realtek 8139</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SATA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound Blaster 16</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SCSI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reached directly</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None: the card is this machine’s alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reached by way of the switch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause the machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ISA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VirtIO</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CRB: for UEFI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TIS: for BIOS, too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsafe: flushes are ignored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UTC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VGA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VirtIO, new interface only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VirtIO, with the old interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>virtiofs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>milliseconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not possible here: the machine would not start with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A whole number is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number from %1 to %2 is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only yes or no.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only on or off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has a character that cannot be seen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the whole path, from the first /: the machine&apos;s host looks for it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A MAC address is six pairs of hexadecimal digits, the first of them even: 52:54:00:12:34:56.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing stands inside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ahead by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ahead of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows, since 1970</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of firmware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format of what is copied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guest&apos;s use of memory is asked for every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host’s local time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An instant, at every start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local time of a time zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ahead or behind</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::KindPage</name>
    <message>
        <source>Kind of Hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What shall the machine get?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind of hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PCI Host Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SR-IOV Network Interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network Interface from a VF Pool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB Host Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No network card of this host has virtual functions (SR-IOV). Choose PCI Host Device to give the machine a whole network card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network cards of this host have no virtual functions at the moment. Make some on the page VF Pools, then come back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this host is known from tells nothing of USB devices. You can give the machine a whole USB controller: choose PCI Host Device, then look for “USB controller”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A graphics card, drive, controller or network card, with what shares its IOMMU group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A virtual function that you choose, with MAC address, VLAN and limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A virtual function that is free when the machine starts, or the next free one of a card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A device that is plugged into a USB port of this host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not possible here: nothing is known of this host&apos;s USB devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not possible here: no network card has virtual functions (SR-IOV)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not possible now: no network card has virtual functions at the moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk or CD-ROM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An image that is there, or a block device of this host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network Interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An emulated card: in a bridge, on a card of the host, or behind its address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Controller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For USB, SATA or SCSI devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tablet, mouse or keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the console of this program shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Graphics Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An emulated one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sound Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With a text console in this program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guest Agent Channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By which a program in the guest answers: shutdown, addresses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder of this host, in the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TPM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps keys; newer Windows asks for one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random Number Generator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest need not wait for randomness</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watchdog</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resets a guest that hangs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parallel Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the guest prints goes to a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panic Notifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By which a guest says that its system has crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory Balloon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gives memory back to the host while the machine runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A piece of memory that another machine or a program of this host sees, too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Socket to the Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Programs of the guest talk with the host&apos;s without a network (vsock)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>IOMMU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For a guest that gives its devices to machines or programs of its own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has one already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has one already, and can have no other. You can change it on the page Hardware.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not possible here: it needs a machine with PCI Express</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only a machine with PCI Express (Q35) can have an IOMMU; this one has the older board.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::KindPanel</name>
    <message>
        <source>controller %1, unit %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB bus %1, port %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the XML: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number from %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not booted from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kind of hardware is changed in its XML.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This has to be said.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>More (%n set)</source>
        <extracomment>a heading that opens the less known properties of a device; how many of them have a value</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>A CD-ROM drive cannot be on %1; SATA, SCSI and USB have them.</source>
        <extracomment>%1: VirtIO or NVMe</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only floppy drives are on the floppy controller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A floppy drive is on the floppy controller and nowhere else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A drive on %1 cannot be empty: choose its image first.</source>
        <extracomment>%1: VirtIO, NVMe or USB</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A machine with PCI Express (Q35) has no IDE; SATA is what stands for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has no USB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has as many disks on %1 as there are places.</source>
        <extracomment>%1: a bus of disks</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest finds this disk on %1 (%2) from the next start on. It needs a driver for that to start from it.</source>
        <extracomment>%1: a bus of disks, %2: a name like sda</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::MachineActions</name>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start &amp;Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pa&amp;use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;hut Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reboot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rese&amp;t…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its guest is not asked: what it has not yet written to its disks is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Force Off…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Force %1 off?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Force Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D&amp;iscard Saved State…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard the saved state of %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it had in its memory is lost; its next start is from its disks, as after a power failure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start with This &amp;Computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 starts with this computer from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;name…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lone…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapsh&amp;ots…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends the machine at once; unsaved data in it is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes the machine&apos;s memory to a file and ends it; its next start goes on from there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;store</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Res&amp;ume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clone %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the new machine. It gets copies of the disks that this one writes to, beside them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not start by itself any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 starts with the first helper after you log in from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start After You Lo&amp;g In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine is not stored: it is gone when it ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only while the machine is shut off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the first helper after you log in: when this window or lanewayctl is used</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::MachineChooser</name>
    <message numerus="yes">
        <source>Assign %n Device(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Find a machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Assign…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No machine has this in its name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::MachinePage</name>
    <message>
        <source>Ends the machine at once; unsaved data in it is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>a machine&apos;s name, its state</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The changes to %1 are not applied yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep Editing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was changed elsewhere while you edited it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep Mine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shut Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Force Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages of the machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appl&amp;y</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dis&amp;card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;load</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More that can be done with the machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Performance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: it failed, and all of it was taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: it failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;Job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest has not released %1 yet. It may still do so; Remove asks it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has crashed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has crashed: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine&apos;s guest has panicked. It is kept as it is; Reset begins it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine is paused, as one of its disks could not be written: %1. Resume tries again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine is paused: its watchdog was not answered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is running. When shall %2 be removed?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the Next &amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep It</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not stored: gone when it ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its definition was deleted, or never stored; Add Hardware and edits need one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked the machine to reboot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked the machine to shut down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked the machine to reboot a while ago. Not every guest listens; Reset begins it anew without asking it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest has not shut down yet. It may be busy, not listen, or wait for an answer on its screen. Force Off ends it without asking it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved. The running machine changes at its next start.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::MachinePanel</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UUID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chipset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Virtualisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By the processor (KVM)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By software (slow)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Des&amp;cription</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::MainWindow</name>
    <message>
        <source>Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import Machine Definition…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add Hardware…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Host Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: a simulated host, nothing real is touched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import Machine Definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>libvirt domain XML (*.xml);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The longest time that this window did not answer, so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>longest pause %1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connect to Host…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+N</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+V</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;VF Pools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Navigator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Activity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+J</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These devices are on another host: a device can only be given to a machine of its own host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assi&amp;gn Cut Devices…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New Machine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+M</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk I&amp;mages…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New Machine…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No machines yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new machine is made from an installation medium, or from a disk that there is. File &gt; Import Machine Definition takes one over from libvirt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a machine in the list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::MediumBar</name>
    <message>
        <source>Eject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes the medium out at once, also of a running machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Puts a medium in at once, also of a running machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No medium at the next start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No medium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the next start: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Insert…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Medium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CD-ROM images (*.iso)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Floppy images (*.img *.ima)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::MediumPage</name>
    <message>
        <source>&amp;Install from a medium (ISO image)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use an &amp;existing disk image, which has a system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start from the ne&amp;twork, on an empty disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>I&amp;mport definitions of libvirt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bro&amp;wse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where It Comes From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the machine starts from at first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ISO image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>/path/to/medium.iso</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format of the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>raw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operating &amp;system:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known, or another one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Installation Medium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ISO images (*.iso);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk images (*.qcow2 *.img *.raw);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the medium…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not recognised: defaults of a present-day system are used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recognised by its medium.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the image of the installation medium.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole path is needed, beginning with a slash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the disk image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Operating system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a kernel &amp;directly, which is a file of the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>B&amp;rowse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Br&amp;owse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Initial RAM Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Kernel:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse for the kernel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Initi&amp;al RAM disk:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse for the initial RAM disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>/path/to/vmlinuz</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command &amp;line:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none, or as root=/dev/vda1 console=ttyS0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read with the rights of the machine&apos;s owner.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the kernel.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::MemoryPanel</name>
    <message>
        <source> MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From pages that the host has set aside; a large machine with host devices starts sooner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With a host device all of the memory is locked: a device can write anywhere in it at any time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hu&amp;ge pages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More about this message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::Navigator</name>
    <message>
        <source>Hosts and machines</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::NavigatorModel</name>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shutting down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Capture: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listing: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VF Pools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, 1 device</source>
        <extracomment>%1 is a machine&apos;s state</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1, %n devices</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asleep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, not stored</source>
        <extracomment>%1 is a machine&apos;s state</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not stored: gone when it ends.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::NetworkChoice</name>
    <message>
        <source>Through the host&apos;s address (user mode)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine is behind a router of its own, 10.0.2.2: it gets out, and nobody gets in. Needs nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bridge %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine is in the host&apos;s network like a computer of its own, and host and others reach it. A bridge that the administrator has not allowed asks for authorisation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card %1, shared (macvtap)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine is on the card&apos;s network with an address of its own. The host itself and the machine do not reach each other by it. Asks for authorisation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Virtual function of the pool %1 (%2 of %3 free)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine gets a free virtual function of the pool when it starts, and gives it back when it ends.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::NetworkPage</name>
    <message>
        <source>Network Interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An emulated card. For one of the host&apos;s own, with its speed, choose a virtual function or a PCI device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAC address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VirtIO</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intel e1000e</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A new one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connection:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;ard:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;MAC address:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the host&apos;s addresses (passt)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has the host&apos;s own addresses, by the program passt, which must be installed. It gets out; ports of the host can be forwarded to it in its XML.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A MAC address is six pairs of hexadecimal digits: 52:54:00:12:34:56.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>passt is started with the machine: it can be added for the next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, card %2, MAC address %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::NetworkXmlDialog</name>
    <message>
        <source>XML of the definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>XML of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Definition and active pool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>XML of the active pool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::NewMachineWizard</name>
    <message>
        <source>New Machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;reate</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::NewPoolWizard</name>
    <message>
        <source>New Pool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Make Pool</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::NewReviewPage</name>
    <message>
        <source>S&amp;tart it now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equivalent commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been changed yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equivalent &amp;Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;XML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;reate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the helper for a plan…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of memory, one processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 of memory, %n processors</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>A new disk of %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The medium %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What %1 is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to think of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is done, and taken back if any of it fails</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Store its definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;reate and Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It starts the kernel %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Initial RAM disk: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kernel command line: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::OverviewTab</name>
    <message>
        <source>What the host loses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None. Add Hardware on the Hardware page gives one to this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chipset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UUID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Devices of the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What its start needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not in the host now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::PciFields</name>
    <message>
        <source>As the device has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not booted from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Boot order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chosen automatically</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the guest sees it: domain:bus:slot.function, such as 0000:05:00.0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the guest&apos;s firmware sees the device&apos;s option ROM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the device&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file on the host that is shown in place of the device&apos;s own ROM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not an address yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ma&amp;naged: taken from the host at the start, given back afterwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guest addre&amp;ss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ROM &amp;in the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ROM fi&amp;le</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::PciPage</name>
    <message>
        <source>PCI Host Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up virtual functions as network &amp;interfaces, with a MAC address of their own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The verdict says what stands in the way and what the host would lose. Tick several devices to add them together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By IOMMU Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By Bus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A&amp;rrange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PCI devices of the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without it the guest sees another MAC address after each start of the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the host…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a device to see what stands in its way and what the host would lose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has this device already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This device cannot be assigned; the reason is beside it. Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is chosen yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken from the host, but not shown to the machine: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Take the &amp;Whole Card (%n more)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The same card has more functions: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This host shows no PCI devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No device fits “%1”. Use fewer or other words.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::PerformanceTab</name>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1/s</source>
        <extracomment>bytes in a second: 1.5 MiB</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The time of this computer&apos;s processors that the machine takes, of what its virtual processors could take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is shut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Once it runs, this page shows what its processors, memory, disks and network do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used by the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has no disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has no network interface.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of this computer that the machine has taken. What its guest uses of it is known where its memory balloon asks for that: see the memory balloon&apos;s page under Details</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::PlanReview</name>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back by: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing that somebody would miss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equivalent commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equivalent &amp;Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to think of</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::PoolMembersPage</name>
    <message>
        <source>&amp;All of a card, however many there are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ch&amp;osen ones only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Virtual Functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Virtual Function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Virtual functions (several can be selected)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machines name the pool. Each gets a virtual function of it while it runs, whichever is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Virtual functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Na&amp;me:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network &amp;card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VF %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the host…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No network card of this host has virtual functions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a name, by which machines will ask for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name has no “/”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a pool %1 already. Type another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host has no network interface for this card, by which a pool would know it. Choose another card, or single virtual functions of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This card has no virtual functions at the moment. Make some first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select the virtual functions that are to be in the pool.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network &amp;cards (several can be selected)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 VF %2</source>
        <comment>a card&apos;s interface and the number of a virtual function</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::PoolNetworkPage</name>
    <message>
        <source>&amp;Add Port Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of this can stay as it is. A machine&apos;s own VLAN comes before its port group&apos;s, and that before the pool&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Untagged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VLAN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of several cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>V&amp;LAN:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of &amp;several cards:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Port groups, which an interface can ask for by name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>group%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give each port group a name, or remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are two port groups %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not a VLAN: 1 to 4094, or 0 for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its name, by which a switch with 802.1Qbh sets up the port; then it has the VLAN, too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The fullest first: the others stay untouched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The emptiest first: they share the load</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port Profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port pro&amp;file:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No port profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A port profile and a VLAN exclude each other: the switch that knows the profile sets the VLAN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a port group, what is wrong with it</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::PoolReviewPage</name>
    <message>
        <source>&amp;Start it now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it with the &amp;host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been changed yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>XML of the pool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;XML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has all virtual functions of %2, those that come later, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has 1 virtual function.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 has %n virtual functions.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>A machine that asks for it gets a free one when it starts, and gives it back when it ends.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::PoolsModel</name>
    <message>
        <source>%1 (not running)</source>
        <comment>a machine that has a virtual function</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nobody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who Has Them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VF %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped</source>
        <comment>a pool</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active, starts with the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active</source>
        <comment>a pool</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped, starts with the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such card at the moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None is free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 are free. Drag the pool onto a machine: it gets one at each start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>virtual functions: %1 free, of %2</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 VFs</source>
        <comment>virtual functions: %1 there are, %2 possible</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no virtual functions yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 is free. Drag the card onto a machine to give it that one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n are free. Drag the card onto a machine to give it one.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wanted</source>
        <comment>by a machine that does not run</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detached from the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pool, Card or VF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::PoolsPage</name>
    <message>
        <source>There is no connection to this host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the host…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This host has no card with SR-IOV.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A card with SR-IOV splits into virtual functions, which are given to machines one by one. If there should be one, look for SR-IOV in the firmware of the host and of the card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pools, cards and virtual functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ne&amp;w Pool…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start With the H&amp;ost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;XML…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cut for Assigning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set &amp;Virtual Functions…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped, starts with the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machines have functions of it: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machines get no function of it any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forgets the pool; its virtual functions stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machines can get functions of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started by itself whenever the host starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a card to create virtual functions, or make a pool of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pool %1 is deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Bring It Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n virtual functions</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>laneway::ProcessorsPanel</name>
    <message>
        <source>&amp;Processors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Default of the emulator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the host&apos;s, with everything it can do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All that can be offered here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Sockets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cores a socket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Threads a core</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the topolo&amp;gy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>M&amp;odel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Like the host&apos;s: passed through where there is KVM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A named model</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ReasonText</name>
    <message>
        <source>This is a bridge or port: it carries other devices and cannot be given to a machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a device behind it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This host is a recording: nothing on it can be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to the host itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The IOMMU is off, so no device can be kept apart from the host&apos;s memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable VT-d (Intel) or AMD-Vi / IOMMU (AMD) in the firmware; on Intel add intel_iommu=on to the kernel command line if it is still off. Then restart the host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The IOMMU does not cover this device, although it covers others of this host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use another device, or another slot. For integrated Intel graphics add intel_iommu=on to the kernel command line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernel has no vfio-pci driver, which hands devices to machines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install the complete kernel modules of the running kernel, or a kernel with CONFIG_VFIO_PCI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host cannot remap interrupts: a machine could send the host interrupts through its device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable interrupt remapping or x2APIC in the firmware. Only where every machine is trusted: set the option allow_unsafe_interrupts of the module vfio_iommu_type1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The running machine {first} has this device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the device from {first}, or stop that machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Virtual functions of this device are in use by {args}: {devices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop those machines, or remove the virtual functions from them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its physical function {devices} is taken from the host, and a virtual function cannot be had without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give {devices} back to the host&apos;s driver first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This drive exists only through the VMD controller {devices} and cannot be given away without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the machine the controller {devices}: all drives behind it go with it. Or turn VMD off in the firmware.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{devices} of the same IOMMU group is in use by {args}; a group cannot be shared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop {args}, or use a slot where the devices have groups of their own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{devices} of the same IOMMU group cannot be taken: its virtual functions are in use by {args}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop {args} first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{devices} of the same IOMMU group is a bridge that a driver of the host ({args}) is bound to; the kernel does not hand the group over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep that driver from loading (module blacklist), or use another slot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host runs from this drive ({args}). Without it the host stops working at once and data is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not assign it. Give the machine another drive, or an image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File systems on it are mounted: {args}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmount {args} first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host swaps to it ({args}); programs that were swapped out would crash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turn the swap space off first (swapoff).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host reaches the network through it ({args}); a remote session would end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let another interface carry the default route first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its interface {args} is a port of a bridge or bond, which loses it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take {args} out of the bridge or bond first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its interface {args} is up and connected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make sure that nothing needs {args}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the only display of the host: the screen goes dark, the desktop session ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add another display device, or make sure that you can reach the host by network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The firmware shows its screen on it; the host&apos;s console may still hold its memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another display device as primary in the firmware.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A monitor of the host is connected to it: {args}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect the monitor to another display device of the host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboards or mice are connected to it: {args}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect them to another controller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its virtual functions vanish with it: {devices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give a virtual function to the machine instead, or remove the virtual functions first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It takes along {devices} of its IOMMU group, which the host uses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at what {devices} does for the host before you go on, or use another slot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The drives behind it go with it: {devices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unmount what is on them. To keep some of them turn VMD off in the firmware.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be reset: it may work only once, until the host restarts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shut the machine down properly, and expect to restart the host when the device does not come back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupts are not remapped and unsafe ones are allowed: the machine is less well kept apart from the host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enable interrupt remapping or x2APIC in the firmware, and use trusted machines only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernel was told to split IOMMU groups (pcie_acs_override): devices may reach each other&apos;s memory all the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove that option from the kernel command line if you can.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its IOMMU group is unknown: what this host is known from does not tell groups.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to the host itself. Or list it again with lspci -vvnn of pciutils 3.7 or newer: if there are no groups then, the IOMMU is off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is unknown what kind of device this is; it may be a bridge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to the host itself, or list it again with lspci -vvnn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is unknown what the host uses it for: disks, network, screen, keyboard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It shares its IOMMU group, so these are taken from the host too: {devices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assign them to the same machine, or leave them idle while it runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is alone in its IOMMU group.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has to be done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The others of its IOMMU group are not in the host&apos;s hands: {devices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same card has more functions: {devices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assign them as well, so that the machine has the whole card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its capabilities were not readable: whether it has virtual functions and can be reset is unknown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to the host itself, or list it again as root: sudo lspci -vvnn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other machines want it too, and are not running: {args}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only one of them can run at a time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the entries of a list</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{subject}” is not a valid value. Correct it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The XML is not valid at {subject}. Correct it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject}: this cannot be done as things are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} is not there. It may have been removed or renamed; look at the current list and choose again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} exists already. Use another name, or remove the existing one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} is in use. Stop the machine or program that has it, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject}: another device of its IOMMU group stands in the way. Take the whole group from the host, or use another slot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} is a bridge or port and cannot be given to a machine. Choose a device behind it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} is not a virtual function. Choose one, or assign the device as a whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} cannot be kept apart from the host: no IOMMU covers it. Enable VT-d or AMD-Vi in the firmware.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are not allowed to do this ({subject}). Ask an administrator to do it or to grant you the device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The password dialog was closed, so nothing was done. Try again to be asked again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A password is needed, but this session has nobody to ask for it. Start an authentication agent (pkttyagent), or run the command as an administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system refused access to {subject}. Use the system connection, or check the permissions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host changed meanwhile ({subject}), so nothing was done. Look at the new plan and apply it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another operation on {subject} is still under way. Wait for it to finish, or cancel it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} did not answer in time. Try again; if it stays so, look at the kernel log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernel refused the change of {subject}. Look at the kernel log (dmesg) for the cause.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} was changed, but does not show it. Another program may have changed it back; look which one manages the device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QEMU could not do it for {subject}. Its message says what is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service laneway-helper cannot be reached ({subject}). Check that it is installed, or use the session connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to {subject} was lost. Connect again; what was under way goes on or is rolled back there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled: what had been done for {subject} was taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject}: that is more than is allowed. Ask for less, or finish something else first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This host can only be looked at ({subject}). Connect to the host itself to change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The change of {subject} could not be recorded, so it was not made. Check that the disk of /var is writable and not full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong inside Laneway ({subject}). Please report it with the details.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are not enough bus numbers for the virtual functions of {subject}. Enable SR-IOV in the firmware, or add pci=assign-busses to the kernel command line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} has virtual functions already; their number can only be changed when none is in use. Stop the machines that have one, set 0, then the new number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is not enough MMIO address space for the virtual functions of {subject}. Enable “Above 4G decoding” and SR-IOV in the firmware; as a last resort add pci=realloc to the kernel command line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} does not have that many virtual functions. Choose a number up to its sriov_totalvfs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver of {subject} does not accept that number of virtual functions. Try a smaller one, or look at the driver&apos;s documentation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver of {subject} cannot make virtual functions. Bind the vendor&apos;s driver, or enable SR-IOV in the device&apos;s firmware.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} did not start its virtual functions. Enable SR-IOV in the firmware of host and device, and look at the kernel log (dmesg).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} is still held: the kernel does not let its driver be changed. Stop what uses the device, then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver does not accept {subject}. Check that the driver fits the device, and look at the kernel log (dmesg).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} has no way to be reset on its own. Restart the host, or take all devices of its bus together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernel does not permit the change of {subject}. The device&apos;s driver or the virtual function&apos;s settings may forbid it; look at the kernel log (dmesg).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver of {subject} does not support this, or one of these settings. Leave it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} is no longer there. Look at the current list of devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernel has no room left for {subject}. Remove something else first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The firmware keeps memory of {subject} for itself, so it cannot be assigned. Look for firmware options such as “pre-boot DMA protection”, or use another slot.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host cannot remap interrupts, so {subject} was refused. Enable interrupt remapping or x2APIC in the firmware.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A host device of {subject} is no longer at its address. Choose the device again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The IOMMU is off or does not cover a device of {subject}. Enable VT-d or AMD-Vi in the firmware and restart the host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A device of {subject} is not bound to vfio-pci, or the module is missing. Detach the device from the host first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The owner of {subject} may not open its device. Start the machine through the system connection, which lends the device for the run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service that runs {subject} does not allow its device (DeviceAllow). Start the machine again through the system connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A device of {subject} is open in another machine or program. Stop that one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another device in an IOMMU group of {subject} is still on a driver of the host. Take the whole group from the host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With a guest IOMMU two devices of one IOMMU group cannot be used in {subject}. Remove one of them, or the guest IOMMU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The device node for {subject} is not a VFIO node. Restart udev or the host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernel did not hand over a device of {subject}: reserved firmware memory, or no interrupt remapping. The kernel log (dmesg) says which.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The module vfio_iommu_type1 is not loaded, so {subject} cannot start. Load it (modprobe vfio_iommu_type1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The memory of {subject} could not be locked, which passthrough needs. Raise the machine&apos;s memory limit (memtune hard_limit), or give it less memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Devices of {subject} cannot reach each other&apos;s memory directly. This matters only for device-to-device transfers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The physical function of a device of {subject} is on vfio-pci. Give it back to its host driver first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A device of {subject} can only be reset together with others. Assign those to the machine as well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A device of {subject} cannot be reset. It may work only once until the host restarts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A device of {subject} did not wake up after its reset. Suspend or power off the host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A device of {subject} could not be opened: it is not on vfio-pci, or in use. Detach the whole group and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host&apos;s console still holds the memory of a display device of {subject}. Let the host use another display device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ROM of a device of {subject} cannot be read. Turn the ROM bar off (rom bar=&apos;off&apos;), or give a ROM file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupts for a device of {subject} could not be set up. Look at the kernel log (dmesg) for what shares them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A device of {subject} has no VGA region. Leave x-vga out; UEFI guests do not need it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernel&apos;s iommufd cannot be used for {subject}. Use VFIO groups instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest IOMMU of {subject} needs caching mode for passthrough. Set caching_mode=&apos;on&apos; in its driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KVM cannot be used for {subject}. Enable virtualization (VT-x, SVM) in the firmware, and let the owner use /dev/kvm (group kvm).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host does not have the memory for {subject}. Give the machine less, or stop another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A disk image of {subject} is in use by another process. Stop that one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This QEMU does not know the machine type of {subject}. Choose a current one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} has no free slot for another device while it runs. Shut it down and add the device then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest of {subject} is still busy with an earlier removal. Wait a few seconds and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QEMU tried to start another program for {subject}, which its sandbox forbids. Remove the device or network that needs a helper program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} has a host device, so it cannot be migrated or saved while running. Remove the device first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes companions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Caution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a device to assign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host loses the drive %1 that it runs from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host loses the file system at %1 (%2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host loses swap space on %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host loses the drive %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host loses the interface %1 and with it its default route.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host loses the network interface %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host loses the monitor at %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host loses the input device %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host loses the sound card %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The virtual function %1 vanishes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB devices below this controller are in use by {args}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop those machines, or remove the USB devices from them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the controller&apos;s own hub: its ports cannot be given to a machine one by one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a device that is plugged in, or give the machine the whole controller {devices} as a PCI device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a hub: it carries other devices and cannot be given to a machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a device that is plugged into it, or give the machine the whole controller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its controller {devices} belongs to {args}, and all that is plugged into it goes with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug it into a port of another controller, or take the controller out of {args}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A program of the host is using this device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End that program first: lsof /dev/bus/usb names it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the only keyboard of the host ({args}): nobody could type there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug in a second keyboard, or make sure that you can reach the host by network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the only mouse of the host ({args}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug in a second mouse.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host uses it as keyboard or mouse ({args}); it has others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make sure that you work with another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing that a person would miss uses it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>While a machine has it the host does not; it comes back by itself afterwards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others of the same kind are plugged in ({args}), so a machine knows it by its number, which changes when it is plugged in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it plugged in, or leave only one of this kind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer has no {subject} program. Install it (package openssh-client), then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} cannot be reached. Check its name and port, that it is on, and that its ssh server runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has yet confirmed that {subject} is the right computer. Run “{command}” once in a terminal, compare the key that it shows, and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} shows another key than before: it was installed anew, or it is not that computer. If the change is explained, run “{command}” once in a terminal and do what it says; otherwise do not connect.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} does not let you in. Check that “{command}” works in a terminal; a key with a passphrase needs an agent (ssh-add) or $SSH_ASKPASS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} has no systemd-stdio-bridge, by which its system bus is reached. Install systemd there (in some distributions package systemd-container).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system bus of {subject} cannot be reached. Check there that dbus runs (systemctl status dbus).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ssh could not connect to {subject}. Check that “{command}” works in a terminal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laneway&apos;s helper cannot be started on {host}. Install Laneway on that computer (from a checkout: scripts/install).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} wants a password for this, and by ssh there is nobody to ask for it. Allow it there by a polkit rule; the manual page lanewayctl(1) has one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to {host} was lost. Jobs that were under way there go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} refused access to {subject}. Check the permissions of your user there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host has no such device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take its address out of the network, or put the card back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is no virtual function, and a pool lends no others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take its address out of the network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its physical function {first} has no network interface by which MAC and VLAN could be set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give {first} back to the host&apos;s driver.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same machine takes it already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the card more virtual functions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine {first} is getting it at this moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait for that, or give the card more virtual functions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file {subject}. Check its name, or choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You are not allowed to read {subject}. Ask its owner for a copy, or for permission.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} is not a file. Choose the recording of a host, or a file with what lspci printed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file {subject} is empty. Record the host again, or save again what lspci prints there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} is not the recording of a host. Make one on that computer: lanewayctl host capture -o FILE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} is not what lspci prints. Make it on that computer: sudo lspci -vvnn &gt; FILE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no room for so many virtual functions of {subject}: the firmware left no addresses or bus numbers. Ask for fewer, switch on SR-IOV and “Above 4G decoding” in the firmware&apos;s setup, or start Linux with pci=realloc.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver of {subject} does not let go of its virtual functions: something uses them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{subject} cannot have so many virtual functions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The card or its driver refuses so many virtual functions of {subject}. Its firmware has a limit of its own, or keeps SR-IOV switched off: ask for fewer, or set it up with its vendor&apos;s program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver of {subject} cannot make virtual functions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This kernel cannot keep drivers away from the virtual functions of {subject}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else makes or sets the virtual functions of {subject} when this computer starts. Two would be in each other&apos;s way: remove that first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A program that is no machine of Laneway&apos;s has it open: {args}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End that program, or give the card more virtual functions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver of {subject} does not let the number of its virtual functions be changed now: it runs in a mode that leaves fewer (traffic classes, a switch of its own), or another program has one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The card {subject} is being reset or still starts: try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest did not release {subject}. Close what uses it inside the guest and try again. A guest that is still starting, or whose kernel has no ACPI hot plug (Linux: CONFIG_HOTPLUG_PCI_ACPI, once the module acpiphp), does not answer at all. When it lets go later, that counts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No guest agent answers in the machine. Install qemu-guest-agent in the guest, or use ACPI (the power button).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The memory of the machine may not be locked: that is more than this session&apos;s limit of locked memory (RLIMIT_MEMLOCK, “ulimit -l”). Use the system connection, or let an administrator raise memlock in /etc/security/limits.conf and log in again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The processor of {subject} has features that cannot be saved while it runs (invtsc). Remove them, or set migratable=&apos;on&apos; in its &lt;cpu&gt;, and start it anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file {subject} cannot be written. Choose a folder that is there, has room, and that you may write to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own session may not change this device: {subject}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ResourcesPage</name>
    <message>
        <source>Create a &amp;disk for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bro&amp;wse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory, Processors, Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As its system recommends; all of it can be changed later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>qcow2: grows with what is in it, has snapshots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>raw: the bare bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Me&amp;mory:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Processors:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Size:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;older:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the Disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 are free there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only %1 are free there: the disk will not be whole when they are used up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only %1 are free there: the disk cannot grow to its size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder&apos;s whole path is needed, beginning with a slash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than this host has, %1: it may not start, or everything be slow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This host has %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than this host has, %1: they take turns, which is slow.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ReviewPage</name>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been changed yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>XML that is added to the machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;XML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the helper for a plan…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back by: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Now, until it is shut down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A&amp;t the next start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>N&amp;ow and at every start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equivalent commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Equivalent &amp;Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When (%1 is running)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working out what goes along…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Assign Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>&amp;Assign %n Devices</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>MAC address %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VLAN %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taken from the host, not shown to the machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>goes along: it shares the IOMMU group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 moves from the driver %2 to vfio-pci, and back when the machine stops.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What %1 gets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to think of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the host loses while %1 runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing that somebody would miss.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the new definition of %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it starts next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The devices are already free for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been changed yet. The machine gets it now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been changed yet. The machine gets it when it starts next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source># All at once, with the XML below in the file devices.xml</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source># Or step by step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add it for the next start only: choose that above.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This cannot be done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What else you can do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose An&amp;other Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>found by vendor and product %1, in any port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>found by bus and device number %1: another of its kind is plugged in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 leaves the host, and comes back when the machine stops.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add Interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>&amp;Add %n Interfaces</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>A network interface of the pool %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network interface of the pool %1, port group %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It takes virtual functions of %1 that are free then: %2 of %3 are now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot start while the pool %1 is stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>passt is started with the machine, so it gets this at its next start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A running machine cannot get this: it is there from the next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is plugged into %1 while a machine runs: it is there from the next start on.</source>
        <extracomment>%1 is SATA, IDE or the like</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::RfbClient</name>
    <message>
        <source>The machine ended the connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It sent a message of an unknown kind (%1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It sent a text of %1 bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not speak RFB 3.8.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It asks for a password, which a connection of ours never needs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has a name of %1 bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has a screen of %1 by %2 pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no memory for its screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It sent pixels beyond its screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It sent an encoding nobody asked for (%1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It copied pixels from beyond its screen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It sent a cursor of %1 by %2 pixels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It sent a cursor in an encoding nobody asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It sent a clipboard of %1 bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It sent half a clipboard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It sent a clipboard that cannot be unpacked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine does not take what is typed any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It sent %1 bytes of sound at once.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::RootPortsPanel</name>
    <message>
        <source>Each can take one PCI Express device, also while the machine runs. A running machine gets no further ports.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty root ports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To change or remove one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Them as One</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show Them One by One</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port %1, at %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::RowListModel</name>
    <message>
        <source>%1: none</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ScreenView</name>
    <message>
        <source>Screen of the machine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::SerialTab</name>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copies what is selected (Ctrl+Shift+C)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Types the text of the clipboard (Ctrl+Shift+V)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forgets what was printed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Console %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial port %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A simulated machine has no serial line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What its serial port prints is shown here while it runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected. Press Enter if nothing is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine does not read; not all was typed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The serial port of %1 is not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::ShortcutsWindow</name>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give Keyboard and Pointer Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Alt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave Full Screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Alt, then F11</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::SnapshotText</name>
    <message>
        <source>Another device has this address now: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No such device is plugged in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Several devices fit: %1. Name one by &lt;address bus= device=&gt;.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::SnapshotsDialog</name>
    <message>
        <source>&amp;Take…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go Back to It…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapshots of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where It Is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the disks &amp;stand on:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes the disks what they were; shown first with what is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disks cannot go back to it any more. What was written since goes into the image that they stand on; shown first with what is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Go Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inside %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine has gone on from a later snapshot, in another image: delete that one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine is running: its disks alone would be torn. Shut it down first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no snapshots of its disks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take a Snapshot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inside the images (qcow2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beside them: the machine goes on in new images</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Where:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Take</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::StepText</name>
    <message>
        <source>Load the kernel module {module}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave {module} loaded: it does no harm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{module} is loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move {device} from {from} to {driver}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give {device} back to {from}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver link of {device} reads {driver}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set virtual function {index} of {pf}: {change}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set virtual function {index} of {pf} as it was before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{pf} reports these values for virtual function {index}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the virtual functions of {device} from {from} to {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make {from} virtual functions of {device} again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device} has {count} virtual functions, all there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring the interface {interface} up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring {interface} down again if it was down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{interface} is up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let {user} open /dev/{node} for this run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take /dev/{node} back from {user}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{user} may open /dev/{node}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QEMU of {name} answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be taken back: start {name} again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The process of {name} is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug {device} into {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unplug {device} from {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has the device {id}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug {device} into {name} again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has released {id}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset {device}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be taken back, and need not be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The kernel reports that {device} was reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the definition of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the former definition of {name} back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The stored definition of {name} is the new one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the machine lock {bytes} of memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the former limit for locked memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The limit for locked memory reads {bytes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release {device} from {from}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device} has no driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bind {device} to {driver}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release {device} from {driver}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give {device} back to {driver}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move {device} to {from} again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any amount</source>
        <comment>of memory</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>user %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It reads as it did before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let {user} open {name} for this run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take {name} back from {user} and give it to the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the virtual functions {vfs} of {pf} at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the virtual functions {vfs} of {pf} as they were before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{pf} reports these values for the virtual functions {vfs}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put back what {file} was before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put virtual functions {vfs} of {device} online, each with {queues} queues and {interrupts} interrupts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the controllers of virtual functions {vfs} of {device} what they had before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device} reports virtual functions {vfs} online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Associate virtual function {index} of {pf} with the port profile {profile}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disassociate virtual function {index} of {pf} from the port profile {profile}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The switch has accepted the port profile {profile}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the virtual functions of {device} from {from} to {count}, which no driver of the host takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make {from} virtual functions of {device} again, as they were</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device} has {count} virtual functions, all there, and gives them to no driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the network interface {interface} in the bridge {bridge}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the network interface {interface}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{interface} is up and in the bridge {bridge}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop {name} and write its memory to a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let {name} go on and remove the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The memory of {name} is in its file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change the medium in {device} of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the former medium back into {device}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device} of {name} has the new medium, or none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reserve the file name {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free the file name {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is reserved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create {path}: {bytes}, {format}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete {path} again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>qemu-img reads {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set {path} aside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put {path} back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has another name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is gone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write what {path} holds into {base}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave {path} as it is, and {base} as far as it was written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{base} reads byte for byte as {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resize {path} from {from} to {bytes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resize {path} to {from} again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has {bytes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the network interface {interface} on {lower} ({mode})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{interface} is up and has the address {mac}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create {path}, which stands on {backing}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy {copyOf} to {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make {base} what it was at the snapshot {guard}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the snapshot {name} of {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the snapshot {name} of {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has the snapshot {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has no snapshot {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make {path} what it was at the snapshot {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug processor {number} into {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unplug processor {number} from {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has the processor {id}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave {name} {bytes} of its memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave {name} as much memory as it had</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QEMU has told the guest of {name}; how far it follows is seen in its figures</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::SystemPage</name>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name, Firmware, Network, Host Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it is called, and what it is connected to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BIOS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UEFI</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UEFI with Secure Boot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Devices of the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Na&amp;me:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Firmware:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Net&amp;work:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Devices of the host that it gets (none or several; more can be added later)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name is letters, digits and . _ + -, beginning with a letter or a digit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another machine has this name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::TerminalView</name>
    <message>
        <source>Text console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::UsbPage</name>
    <message>
        <source>%1 at %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;hubs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bus and Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the machine &amp;without it when it is not plugged in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB Host Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host gives the device to the machine while it runs, and has it back afterwards.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name, ID, port or user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>USB devices of the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a device to read what its use would mean.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this host is known from tells nothing of USB devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No USB device is plugged in. It appears here as soon as one is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No device fits the filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A device was plugged out. Select another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be assigned: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::UsbPanel</name>
    <message>
        <source>The machine does not start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine does not start, but can be brought back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine starts without it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine does not start (written out)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As QEMU has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Until it is set up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not booted from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plugged in at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F&amp;ound by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About finding it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;When it is not plugged in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest may re&amp;set it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Boot order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the guest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2. The XML tab shows it as it is written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the next free port of USB controller %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>port %1 of USB controller %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vendor and product %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bus and device number %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any port will do, as long as only one of this kind is plugged in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number changes when the device is plugged in again or the host restarts; then it has to be added anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>port %1, as %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this host is known from tells nothing of USB devices.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::UsbText</name>
    <message>
        <source>Hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Storage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Camera</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Printer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smart card reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bluetooth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wireless</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Serial port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::VerdictPanel</name>
    <message>
        <source>Explanation of the selected device</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::VfCellDelegate</name>
    <message>
        <source> Mbit/s</source>
        <extracomment>megabits a second, behind a number</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::VfCount</name>
    <message>
        <source>Number of virtual functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> of %1</source>
        <extracomment>how many virtual functions: 7 of 63</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This host is a recording: nothing on it can be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a driver on %1 there is nobody to create them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Crea&amp;te</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Crea&amp;te Anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The virtual function that is there vanishes first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The %n virtual functions that are there vanish first.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Virtual fu&amp;nctions:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Set Each…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No &amp;driver of the host takes them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAC address, VLAN, rates of each of its virtual functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For virtual functions that are all for machines: they are not the host&apos;s for a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change Drive&amp;r Rule</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::VfFields</name>
    <message>
        <source>As the driver has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>made when it is saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New MAC address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes a new MAC address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAC address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Untagged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tag that the card puts on the guest&apos;s frames; the guest does not see it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>802.1p priority of the tag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drops frames that the guest sends under another MAC address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lets the guest change its MAC address and hear all frames, where the card can do that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Trust</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follows the card&apos;s port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Mbit/s</source>
        <extracomment>megabits a second, behind a number</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not a MAC address: six groups of two digits or letters up to f, such as 52:54:00:12:34:56.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a multicast address, which no interface can have. Make the second digit even.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no address. Leave the field empty to have one made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guaranteed rate is above the highest one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ne&amp;w</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MA&amp;C address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>V&amp;LAN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VLAN pri&amp;ority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;poof check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lin&amp;k state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>H&amp;ighest rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Guaranteed rate</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::VfGrid</name>
    <message>
        <source>Do Not &amp;Keep…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill &amp;Series…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Revert All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A&amp;pply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VF P&amp;ools</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the VF pools of this host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Revert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep Mine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was typed stays wanted, although the host changed it meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do &amp;Not Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take everything back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If the driver refuses a va&amp;lue:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If the driver refuses a value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sets the selected rows, or all, to the same or to a series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>a card and its address</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 (%3)</source>
        <extracomment>a network interface, its card and the card&apos;s address</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Virtual functions of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, line %2: %3</source>
        <extracomment>a file, a line in it, what the line says</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept across restarts of the computer by %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made or set at each start of the computer by what others wrote, which stays as it is:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not kept: after a restart of the computer they are gone, with all that is set here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep &amp;Across Restarts…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep &amp;as They Are Now…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writes a file that makes them again at each start; you see it first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two files would be in each other&apos;s way: remove what others wrote first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the host…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no SR-IOV, or is no longer there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no virtual functions yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose above how many there are to be, and create them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Being applied…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 setting is to be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n settings are to be changed.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>1 was changed on the host meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n were changed on the host meanwhile.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <extracomment>a virtual function, its setting, what is to be said of it</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The changes to these virtual functions are not applied yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dis&amp;card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep Editing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;reate Anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is so already: there is nothing to do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver refused 1 value; its cell is marked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The driver refused %n values; their cells are marked.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Everything was put back. Change what was refused, or choose to keep the rest, and apply again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The rest is set. Change what was refused and apply it again, or revert it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others may keep some, too; this could not be read: %1</source>
        <extracomment>files or folders</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::VfGridModel</name>
    <message>
        <source>“%1” is not a MAC address: six groups of two digits or letters up to f, such as 52:54:00:12:34:56.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is a multicast address, which no interface can have. Make the second digit even.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not a VLAN: 1 to 4094, or 0 for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not a priority: 0 to 7.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not a protocol: 802.1Q or 802.1ad.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is neither on nor off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not a link state: auto, enable or disable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” is not a rate: a whole number of Mbit/s, 0 for no limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (not running)</source>
        <comment>a machine that has a virtual function</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>detached from the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This host is a recording: nothing on it can be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a driver on %1 there is nobody to set its virtual functions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no network interface, by which its virtual functions would be set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VF %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting up from %1 would end at %2, and the last VLAN is 4094.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the MAC address of the first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting up from %1 runs out of addresses. Begin with a smaller one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guaranteed rate, %1, is above the highest one, %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VF %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VF %1: %2</source>
        <extracomment>%1: a virtual function&apos;s number, %2: a sentence</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <comment>MAC address</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <comment>VLAN</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <comment>guaranteed rate</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>follows port</source>
        <comment>link state</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>always up</source>
        <comment>link state</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>always down</source>
        <comment>link state</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host changed it meanwhile: it was %1 and is %2 now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has this MAC address, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be set; now: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not told</source>
        <comment>the driver does not report a setting</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver of %1 does not report it, so nobody could see whether it was set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAC Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VLAN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <comment>of a VLAN</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spoof Check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Min Rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max Rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address that the card gives the virtual function; a guest cannot leave it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tag that the card puts on the guest&apos;s frames; the guest does not see it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>802.1p priority of the tag, 0 to 7</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>802.1Q, or 802.1ad for a service tag around the guest&apos;s own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drops frames that the guest sends under another MAC address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lets the guest change its MAC address and hear all frames, where the card can do that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guaranteed rate: Mbit/s that the guest can always send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Highest rate: Mbit/s that the guest can send at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the guest sees its link up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queues and interrupts are given when virtual functions are made: lanewayctl vf create %1 COUNT --queues N --interrupts N</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online</source>
        <comment>a drive&apos;s virtual function</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline</source>
        <comment>a drive&apos;s virtual function</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <comment>of a drive&apos;s virtual function</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only one that is online is a drive for its guest; a start puts it online where it is not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queues that the controller gave it, the admin queue included</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupts that the controller gave it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::VfPage</name>
    <message>
        <source>Network Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Virtual Functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SR-IOV Network Interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network Interface from a VF Pool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The guest drives a virtual function of the card itself; the host&apos;s card keeps its MAC address and VLAN.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Virtual Function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAC Address Now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Virtual &amp;function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none made of %1 possible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VF %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VF %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the host…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No network card of this host has virtual functions. Go back and choose PCI Host Device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This card has no virtual functions at the moment. Make some on the page VF Pools, or choose another card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host has no network interface for this card, by which MAC address and VLAN could be set. Go back and give its virtual functions as PCI host devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of this card is free. Choose another card, or go back and choose a function yourself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a virtual function.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is no longer there. Select another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has VF %2 already. Select another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VF %1 cannot be assigned: %2. Select another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network car&amp;d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pool or Network Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of a pool, the machine gets a virtual function at each start; of a card, the next free one for good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pool or network car&amp;d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nu&amp;mber of interfaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port gro&amp;up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the pool has it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (VLAN %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pool %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pool is stopped. Until it is started, on the page VF Pools, the machine cannot start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which one is taken is decided when the machine starts. %1 of %2 are free now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pool %1 is no longer there. Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::VfSeriesDialog</name>
    <message>
        <source>Count &amp;up from it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The &amp;same in all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill 1 Row</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Fill %n Rows</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Setting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;etting:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Fill</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value of the first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value of the fi&amp;rst:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Value:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>a virtual function and the value that it gets</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>laneway::XmlEditor</name>
    <message>
        <source>&amp;Go There</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>XML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Puts the cursor where the XML is not valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>lanewayctl</name>
    <message>
        <source>print JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no progress, only results and errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>explain the program, or the verb</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>print the version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>print what would be done, and do nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown verb %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is half a verb: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown option %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 needs a value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes no value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no verb is given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 changes nothing: --dry-run has no meaning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unexpected argument %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usage: lanewayctl [-c CONNECTION] [--json] VERB …

Lends PCI devices and virtual functions to virtual machines, with virsh&apos;s words.

</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
Verbs (lanewayctl VERB --help tells more):
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
Exit status: 0 done, 1 failed (and taken back), 2 usage, 3 not authorised, 4 blocked by a verdict.
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usage: lanewayctl %1

%2
</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lanewayctl: %1; see lanewayctl --help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>domain %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taking it back …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: everything was put back as it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: not everything could be put back:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See: lanewayctl journal show %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Define domain &apos;%1&apos; from %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; defined from %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undefine domain &apos;%1&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; has been undefined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the power button of domain &apos;%1&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; is being shutdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; destroyed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device attached successfully</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device detached successfully</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>those that are shut off as well</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only those that are shut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only names, one a line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only UUIDs, one a line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the stored definition, also of a running machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the running machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the definition, and the machine if it runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the one or the other, as it runs; the default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list the machines that run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>store a machine&apos;s definition from an XML file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forget a machine&apos;s definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a machine&apos;s description in XML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start a machine with its devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pull a machine&apos;s plug; it stays defined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whether a machine runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>give a machine the device of an XML file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take the device of an XML file from a machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Driver</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host&apos;s facts are in %1; look at them with -c file:%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write to FILE instead of standard output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leave out serial numbers and the last half of each MAC address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what can be passed through, and why not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write down all facts of the host, for simulation and bug reports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Can be undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cause: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Job %1 undone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what was done, newest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>one job with its steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bring back what was before a job, where that is still possible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lanewayctl: %1 is no capability type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device %1 detached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device %1 re-attached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device %1 reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as they hang on each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the kernel driver that takes it; &quot;vfio&quot; and none mean vfio-pci</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a device&apos;s description in libvirt&apos;s XML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lanewayctl: the only format is qemu-argv</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>check definitions and print them as they would be stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>print QEMU&apos;s command line for a definition, one argument a line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lanewayctl: %1 is no number of virtual functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n virtual function(s) on %1</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source> QoS %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VF</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VLAN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spoof check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trust</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mbit/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device %1 set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>give a card that many virtual functions; 0 removes them. PF: address, pci_… or network interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a card&apos;s virtual functions and their settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set a virtual function: mac= vlan= qos= proto= spoofchk= trust= state= min_tx_rate= max_tx_rate=</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>system, session, ssh://[USER@]HOST[:PORT], sample:NAME, file:CAPTURE or lspci:FILE; the default is $LANEWAY_CONNECTION, else system where it is installed, else session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What this host is known from tells nothing of USB devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what is plugged into USB ports, and whether a machine can have it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only these kinds, as virsh names them: pci, usb_device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list the host&apos;s PCI devices, or USB devices with --cap usb_device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take devices from the host, for machines: all or none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>give devices back to the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reset devices that nobody uses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>  - VF %1, %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The driver refused a part of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>network %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Autostart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Persistent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inactive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Define network %1 from %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network %1 defined from %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start network %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network %1 started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop network %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network %1 destroyed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget network %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network %1 has been undefined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start network %1 with the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not start network %1 with the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network %1 marked as autostarted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network %1 unmarked as autostarted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UUID:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Persistent:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Autostart:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Physical:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problem:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>those that are not active as well</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only those that are not active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the stored definition, also of an active network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from now on it is not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list the networks that are active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>store a network, a pool of virtual functions, from an XML file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forget a network&apos;s definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>let machines have functions of a network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stop a network that no machine uses; it stays defined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>have a network started with the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a network in XML, with the functions that it has now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a network, its functions and who has them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lanewayctl: --%1: %2 is no number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept by Laneway in %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept by somebody else in %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Controller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>online</source>
        <comment>an NVMe controller</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>offline</source>
        <comment>an NVMe controller</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--autoprobe and --no-autoprobe exclude each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>expected a VF as in 3, 0-6, 0,2,5-7 or all</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>there are %n virtual function(s), from 0</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>the series ends at ff:ff:ff:ff:ff:ff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>VLANs are 1 to 4094</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>expected VF:KEY=VALUE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing to change was named: VF:KEY=VALUE, --mac-base or --vlan-base</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n virtual function(s) of %1 set</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The virtual functions of %1 are kept across restarts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laneway does not keep the virtual functions of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no driver of the host takes the virtual functions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drivers of the host take them, the kernel&apos;s default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>also after a restart of the computer, as by vf keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of an NVMe controller: queues for each, the admin queue included</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of an NVMe controller: interrupts for each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what the driver refuses is named, the rest stays set; otherwise all is put back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whom a series is for: 0-6, 0,2,5-7; without it all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the first one&apos;s MAC address, the next ones count on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the first one&apos;s VLAN, the next ones count on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set many virtual functions of a card at once: 0-6:vlan=42,trust=on 3:mac=52:54:00:aa:00:13</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>make a card&apos;s virtual functions again, set as they are now, whenever the computer starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is lost:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you wrote is kept in %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the editor failed; $EDITOR says which one it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; XML configuration not changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its definition was changed meanwhile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; XML configuration edited.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change a machine&apos;s definition with $VISUAL or $EDITOR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--table, --name and --uuid exclude each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only those that are defined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only those that are gone once they are stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only those that start with the host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only those that do not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a table, which is the default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what is no valid network is refused; that is always so</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perhaps kept by somebody else, too: %1 could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected to domain &apos;%1&apos;
Escape character is ^] (Ctrl + ])</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another serial port than the first: its alias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sit down at a machine&apos;s serial port; Ctrl+] leaves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not known here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a disk has a path or a size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>user, none, bridge=NAME, network=NAME, or type=direct,source=CARD with source_mode=bridge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 to 4096 processors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it needs the image: --disk PATH</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has nothing to start from. Say what: --cdrom FILE to install from, --import with --disk PATH for a disk that has a system, --pxe for the network, --boot kernel=FILE; or --boot hd for a disk that is empty so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vnc or none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no SPICE here: the machine&apos;s screen is VNC&apos;s, without a port, and Laneway&apos;s window shows it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For %1: %2 MiB of memory, %3 processors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>else after its system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in MiB, or with G behind it; else as its system recommends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>processors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PATH, size=GIB, with path=, format=, bus=, backing_store=; none; may be given again. A new one is raw by the ending .raw or .img, else qcow2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>install from this image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the disk has a system already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start from the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>debian12, win11 …; else what the medium says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>user, none, bridge=NAME, network=POOL, type=direct,source=CARD, with model=, mac=; may be given again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vnc, which is the default and stands for spice, too, or none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kvm: not by software where that cannot be had</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>create it and leave it shut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>print what it would be defined as, and do nothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>create a machine with its disks and start it, with virt-install&apos;s words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>would be defined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>defined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Definition</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 stays: used by %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 stays: something that stays stands on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 stays: a disk was made on it, and others may have been</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>either --tpm or --keep-tpm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete %1, unless another machine uses it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What its TPM keeps stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete what its TPM keeps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it runs: its files are deleted once it is shut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume &apos;%1&apos; removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it runs: what is copied from under it would be torn. Shut it down first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--name says what the clone is called, --auto-clone finds a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clone &apos;%1&apos; created successfully.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suspend domain &apos;%1&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; suspended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume domain &apos;%1&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; resumed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset domain &apos;%1&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; was reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Have domain &apos;%1&apos; reboot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; is being rebooted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; state saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the saved state of domain &apos;%1&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed managedsave image for domain &apos;%1&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename domain &apos;%1&apos; to &apos;%2&apos;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; successfully renamed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; marked as autostarted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; unmarked as autostarted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with its processors standing still, until resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from its disks; a saved state is given up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what it is called</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>find a name, where none is given; files are always found names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>run when it is restored, though it is paused now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stay paused when it is restored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its saved state, too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete its disks as well; what another machine uses stays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete what its TPM keeps, whatever its definition says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leave what its TPM keeps for a machine of the same UUID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>agent (the guest&apos;s agent) or acpi (the power button); the default is the agent where it answers, else the button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask its guest first, and give it ten seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>do not any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and why it is so</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>make another machine like one that is shut off, with copies of its disks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>let a machine&apos;s processors stand still</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>let a suspended or sleeping machine go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask a machine&apos;s guest to reboot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>press a machine&apos;s reset button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ask a machine&apos;s guest to shut down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>give a machine that is shut off another name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write a machine&apos;s memory to a file and end it; its next start goes on from there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>remove a machine&apos;s saved state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the machine has no such disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the machine has no such interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whether it runs, and why, as numbers of libvirt&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>processor time of the whole machine, in nanoseconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>memory, in KiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time of each virtual processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what came and went by its network interfaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what its disks read and wrote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what was counted of machines since they began; all of it, unless groups are named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what a running machine&apos;s disk, or all together, read and wrote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what came and went by a network interface: the host&apos;s name of it, or its MAC address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a running machine&apos;s memory, in KiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk attached successfully</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disk detached successfully</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interface attached successfully</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has no interface of the type %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>domain &apos;%1&apos; has %2 interfaces of the type %3; say which</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interface detached successfully</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--eject, --insert or --update: one of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--eject puts nothing in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what to put in is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Successfully ejected media.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Successfully inserted media.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Successfully updated media.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take the medium out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>put one into an empty drive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>put another one in; the default</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>also where the guest has locked the tray</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the source is a drive of the host, not a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only print the device as XML</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>virtio, scsi, sata, nvme, usb, ide or fdc; else by the target&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>qemu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>format of the image: raw or qcow2; else as a machine or the image itself says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none, writethrough, writeback, directsync or unsafe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>native, threads or io_uring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>which of the machine&apos;s I/O threads serves it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disk (the default), cdrom or floppy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>readonly or shareable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file or block; else block for what is in /dev</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>serial number that the guest sees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>World Wide Name that the guest sees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name of its own, from ua-</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pci:0000.00.0a.0, usb:0.1, scsi:0.0.3, sata:0.0.2, ide:0.0.1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other functions share its PCI slot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its MAC address; else one is made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>name of the host&apos;s end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the type direct: vepa, bridge, private or passthrough</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the type hostdev: taken from the host&apos;s driver and given back to it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>which of them, when there are several</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>give a machine a disk, CD-ROM or floppy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take a disk from a machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>give a machine a network interface: user, hostdev, network, bridge or direct</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change, insert or eject the medium of a CD-ROM or floppy drive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take a network interface from a machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Capacity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allocation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Backing file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Capacity:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allocation:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Used by:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stands on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vol %1 created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vol %1 cloned from %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vol %1 deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of volume &apos;%1&apos; successfully changed to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain snapshot %1 created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain reverted to snapshot %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain snapshot %1 deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Creation Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Location</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>formats, sizes, and which machines use them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>where it is; else where new images are made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the image that is copied, where no machine says it; else as it says itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the image, where no machine says it; else as it says itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>raw, which is the default, or qcow2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the new one holds only what differs from this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of that image; else as it says itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>outside: each disk goes on in a new image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list the disk images of a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a disk image, and what it stands on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>where a disk image is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>create a disk image in a folder, or in &quot;default&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>copy a disk image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete a disk image that nothing uses</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>make a disk image larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>take a snapshot of a machine&apos;s disks while it is shut off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list the snapshots of a machine&apos;s disks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>make a machine&apos;s disks what they were</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forget a snapshot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a size is a number with K, M, G or T behind it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such file. One that is still to be made needs its format: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its first bytes say that it is %1 and name other files to be read, which a guest may have written into a raw disk. Say its format if you know it: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has it from its next start on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a number of processors is needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processors set to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has %1 at most; --maximum changes that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>less than a MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maximum memory set to %1 KiB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory set to %1 KiB.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has %1 KiB at most; setmaxmem changes that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain title updated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain description updated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No description for domain: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OS Type:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU(s):</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max memory:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 KiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>enable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Managed save:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the definition, which it is in any case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how many it can have at most; a topology is dropped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its title instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the definition, also while it runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with type and device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what a machine is, in brief</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list a machine&apos;s disks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>list a machine&apos;s network interfaces</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>show or set a machine&apos;s description or title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set how many processors a machine has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set how much memory a machine can have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>error: %1, line %2, column %3: %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes as they are, for Laneway on another computer: vnc, or an alias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only a virtual function of a network card has settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>secure-boot or enrolled-keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secure Boot is UEFI&apos;s: a BIOS has none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uefi, bios, hd, cdrom, network, or kernel=FILE,initrd=FILE; uefi,secure=on or off: Secure Boot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a PCI device of the host; of a virtual function with mac=, vlan= and the other keys of vf set; may be given again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>either --nvram or --keep-nvram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has devices of this computer, whose state is in them and cannot be sent to another: %1. Shut it down, or detach them first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laneway does not send machines to other computers while they run. Shut it down, copy its disks, and define there what dumpxml --inactive prints.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>while it runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delete its UEFI variables, which is done without it where it can be</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>leave its UEFI variables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>say why a machine cannot be sent to another computer, and what can be done instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>start a machine with this computer, a session&apos;s with its first helper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>virtio, which is meant where none is said; e1000e …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the definition, which it is in without --live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the running machine, now: it can be given more, up to its maximum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a running machine keeps the number that it can have: use it with --config</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lanewayctl list --all shows those that are there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lanewayctl nodedev-list --tree shows those that are there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--os-variant: no system of this name is known; see osinfo-query os</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is said both ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>enrolled keys are for Secure Boot, which is to be on, too: secure=on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 stays: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not deleted; the machine is gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--mode: acpi and agent are the modes there are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; has no managed save image; removal skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; would be marked as autostarted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Domain &apos;%1&apos; would be unmarked as autostarted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>libvirt has no machines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without the machines of the system&apos;s libvirt: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>define the machines of this computer&apos;s libvirt, and of yours (qemu:///session), here as well</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>job %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lanewayctl journal list shows those that are there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lanewayctl net-list --all shows those that are there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it comes with Laneway&apos;s window: install that, too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has no screen: its definition has neither &lt;graphics&gt; nor &lt;video&gt;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Screenshot saved to %1, with type of image/png</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--codeset: keys are named as Linux names them (linux), as in KEY_LEFTCTRL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--holdtime: milliseconds, up to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no more than %1 keys at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no key: KEY_A, KEY_1, KEY_F2, KEY_ENTER, KEY_LEFTCTRL … (linux/input-event-codes.h)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>how long they are held down, in milliseconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>whose names they are: linux, the only one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>write what a machine&apos;s screen shows to a PNG file; - for standard output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>press keys of a machine&apos;s keyboard together: KEY_LEFTCTRL KEY_LEFTALT KEY_DELETE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the running machine, now, as far as its guest&apos;s driver gives memory back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>set how much of its memory a machine has</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Shows a host&apos;s PCI devices and gives them to virtual machines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to CONNECTION: system, session, ssh://[USER@]HOST[:PORT], sample:NAME, file:CAPTURE or lspci:FILE (default: system where its helper is installed, else session).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
